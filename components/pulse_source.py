"""One live dataset as a visitor reads it: what, by whom, under which terms, how often, and how old its last good copy is."""

from typing import Any

from dash import html

from components.source_note import outside
from components.words import ZH, bilingual, number, pair, words

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


def pulse_source(source: Any) -> html.Li:
    """``source`` is a declaration of data/sources. The browser fills ``data-age``; until then no copy is claimed."""
    title = bilingual(source.title_zh, source.title_en)
    caveat = [html.P(bilingual(source.caveat_zh, source.caveat_en), className="soft")] if source.caveat_en else []
    facts = [
        ("pulse.publisher", bilingual(source.publisher_zh, source.publisher_en)),
        ("pulse.licence", outside(_licence(source.licence), source.licence["path"])),
        ("pulse.every", bilingual(*every(source.every_s))),
    ]
    return html.Li(
        [
            html.P(outside(title, source.page), className="pulse-source__title"),
            html.Dl([html.Div([html.Dt(words(key)), html.Dd(value)], className="fact") for key, value in facts]
                    + [html.Div([html.Dt(words("pulse.last_good")),
                                 html.Dd(words("pulse.none_yet"), **{"data-age": source.name})], className="fact")],
                    className="facts"),
            *caveat,
        ],
        className="pulse-source",
        **{"data-live": source.name},
    )


def _licence(terms: Any) -> html.Span:
    """Its name in both tongues where it has one in both."""
    return bilingual(ZH("pulse.ogdl"), terms["title"]) if terms["name"].startswith("OGDL") else html.Span(terms["title"], lang="en")


def every(seconds: int) -> tuple[str, str]:
    """How often it is worth asking, in the largest whole unit."""
    for unit, length in (("day", DAY_S), ("hour", HOUR_S), ("minute", MINUTE_S)):
        if seconds >= length:
            count = seconds // length
            return pair(f"pulse.every_{unit}") if count == 1 else pair(f"pulse.every_{unit}s", count=number(count))
    return pair("pulse.every_minute")
