"""The mark of generated data: on every screen of a demonstration, both tongues at once, whatever the page's language."""

from dash import html

from components.words import pair


def demo_badge() -> html.Aside:
    zh, en = pair("pulse.demo_badge")
    return html.Aside(html.P([html.Span(zh, lang="zh-TW"), " / ", html.Span(en, lang="en")]), className="demo-badge",
                      **{"aria-label": f"{zh} / {en}"})
