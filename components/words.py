"""Text in both tongues: the page holds Chinese and English side by side, the language of the page shows one."""

import re
from typing import Any

from dash import html

from data.i18n import HAN, translator

LOCALES = ("zh-TW", "en")
NAMES = re.compile(f"({HAN.pattern})")
ZH, EN = (translator(locale) for locale in LOCALES)


def pair(key: str, **values: Any) -> tuple[str, str]:
    """The message ``key`` as (Chinese, English). A value may be a pair itself: each tongue takes its own half."""
    return tuple(
        t(key, **{name: value[n] if isinstance(value, tuple) else value for name, value in values.items()})
        for n, t in enumerate((ZH, EN))
    )


def bilingual(zh: str, en: str) -> html.Span:
    """Both texts, each under its own ``lang``; an identical text stands once."""
    if zh == en:
        return html.Span(zh, className="words")
    return html.Span([html.Span(zh, lang="zh-TW"), html.Span(en, lang="en")], className="words")


def as_written(text: str) -> html.Span:
    """Text of others, such as a headline, under the ``lang`` it is written in: Chinese when a Chinese character stands in it."""
    return html.Span(text, lang="zh-TW" if HAN.search(text) else "en")


def english(text: str) -> html.P:
    """An English paragraph; a Chinese name within it stands under its own ``lang``."""
    parts = [html.Span(part, lang="zh-TW") if HAN.match(part) else part for part in NAMES.split(text) if part]
    return html.P(parts, lang="en")


def words(key: str, **values: Any) -> html.Span:
    """The message ``key`` in both tongues."""
    return bilingual(*pair(key, **values))


def titled(key: str) -> html.H1:
    """The question of a page; in the hall the English stands small beside the Chinese."""
    zh, en = pair(key)
    return html.H1([bilingual(zh, en), html.Span(en, lang="en", className="page__also")], className="page__title")


def number(value: float) -> tuple[str, str]:
    """A number as each tongue writes it."""
    return ZH.number(value), EN.number(value)


def date(iso: str) -> tuple[str, str]:
    """A date as precise as its ISO text, as each tongue writes it."""
    return ZH.date(iso), EN.date(iso)


def named(zh: str, en: str) -> dict[str, Any]:
    """Attributes of a control whose accessible name follows the page's language."""
    return {"data-label-zh": zh, "data-label-en": en, "aria-label": zh}


def icon(name: str) -> html.Span:
    """A drawn icon that says nothing a word beside it does not say."""
    return html.Span(className=f"icon icon--{name}", **{"aria-hidden": "true"})
