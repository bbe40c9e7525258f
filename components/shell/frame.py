"""The frame round every page: name of the exhibition, ways to the pages, language, theme, start over."""

from collections.abc import Sequence
from typing import Any

from dash import html

from components.words import icon, named, pair, words

TABS = 4      # pages with a tab of their own on a phone; the others wait behind "more"
LANGUAGE_NAMES = {"zh-TW": "中文", "en": "English"}   # each in its own tongue, no flags


def frame(pages: Sequence[dict[str, Any]], themes: Sequence[str], page: Any) -> html.Div:
    """The whole page: ``pages`` of the registry with an ``icon`` and a place in the navigation; ``main#page`` holds ``page``."""
    links = [
        html.A([icon(page["icon"]), words(f"nav.{page['name']}")], href=page["path"], className="frame__link")
        for page in pages
    ]
    rest = html.Div([*links[TABS:], _add_to_talk(), _share_rest()], className="frame__rest", id="frame-rest")
    nav = [*links[:TABS], rest, _more()]
    return html.Div(
        [
            html.A(words("frame.skip"), href="#page", className="skip"),
            html.Header(
                [
                    html.A(
                        [html.Span(className="brand__pond"), words("site.title")],
                        href="/",
                        className="brand",
                        **named(*pair("site.title")),
                    ),
                    html.Nav(nav, className="frame__nav", **named(*pair("frame.nav"))),
                    html.Div([_start_over(), _search(), _share(), _add(), _aloud(), _themes(themes), _languages()],
                             className="frame__switches"),
                ],
                className="frame__bar",
            ),
            html.Main(page, id="page", className="page", tabIndex=-1),
        ],
        id="frame",
        className="frame",
    )


def _more() -> html.Button:
    return html.Button([icon("list"), words("frame.more")], type="button", className="frame__link frame__more",
                       **{"data-opens": "frame-rest", "aria-expanded": "false", "aria-controls": "frame-rest"})


def _start_over() -> html.A:
    return html.A([icon("rotate-ccw"), words("frame.start_over")], href="/", className="button frame__again",
                  **named(*pair("frame.start_over")))


def _search() -> html.A:
    return html.A(icon("search"), href="/search", className="button frame__tool", **named(*pair("frame.search")))


def _share() -> html.Button:
    """Opens the panel of assets/js/share.js; not in the hall, where "take it with you" stands."""
    return html.Button(icon("share-2"), type="button", className="button frame__tool frame__share",
                       **{"data-share-open": "", "aria-haspopup": "dialog"}, **named(*pair("share.title")))


def _share_rest() -> html.Button:
    """The same where the bar has no room for it."""
    return html.Button([icon("share-2"), words("share.open")], type="button", className="frame__link frame__share--rest",
                       **{"data-share-open": "", "aria-haspopup": "dialog"})


def _add() -> html.Button:
    """Puts the view into one's own talk (assets/js/45-talk.js); not in the hall."""
    return html.Button(icon("presentation"), type="button", className="button frame__tool frame__add",
                       **{"data-talk-add": ""}, **named(*pair("talk.add")))


def _add_to_talk() -> html.Button:
    """The same where the bar has no room for it."""
    return html.Button([icon("presentation"), words("talk.add_short")], type="button",
                       className="frame__link frame__add--rest", **{"data-talk-add": ""})


def _aloud() -> html.Button:
    """Stays hidden until the browser says it has a voice for the page's language."""
    return html.Button(icon("volume-2"), type="button", className="button frame__tool", hidden=True,
                       **{"data-aloud": "", "aria-pressed": "false"}, **named(*pair("frame.aloud")))


def _languages() -> html.Div:
    """Links, so that they work before any script and without; the shell writes the rest of the address into them."""
    links = [
        html.A(name, href=f"?lang={tag}", hrefLang=tag, lang=tag, className="switch__part", **{"data-set-lang": tag})
        for tag, name in LANGUAGE_NAMES.items()
    ]
    return html.Div(links, role="group", className="switch", **named(*pair("frame.language")))


def _themes(themes: Sequence[str]) -> html.Div:
    icons = {"night": "pond", "day": "sun", "contrast": "contrast"}
    links = [
        html.A(icon(icons.get(theme, "palette")), href=f"?theme={theme}", rel="nofollow", className="switch__part",
               **{"data-set-theme": theme}, **named(*pair(f"theme.{theme}")))
        for theme in themes
    ]
    return html.Div(links, role="group", className="switch switch--icons", **named(*pair("frame.theme")))
