"""The live sources on a shelf in the manner of the exhibition's own tables; the browser fills in what a refresh kept of each."""

from typing import Any

from dash import html

from components.pulse_source import every
from components.source_note import outside
from components.words import bilingual, icon, number, words

COLUMNS = ("dataset", "copy", "accepted", "refused", "completeness", "validity", "consistency", "timeliness", "score")


def live_shelf(entries: list[html.Tbody]) -> html.Table:
    """``entries`` from :func:`live_entry` under one head."""
    head = [html.Th(words(f"platform.column_{name}"), scope="col", className=f"shelf__{name}") for name in COLUMNS]
    return html.Table(
        [html.Caption(words("platform.live_caption"), className="unseen"), html.Thead(html.Tr(head)), *entries], className="shelf"
    )


def live_entry(source: Any, rules: int, screens: list[html.A]) -> html.Tbody:
    """One source (a declaration of data/sources). Until the browser has asked the server, nothing is said of its last good copy."""
    title = [
        outside(bilingual(source.title_zh, source.title_en), source.page),
        html.Span(bilingual(source.publisher_zh, source.publisher_en), className="shelf__owner"),
    ]
    way = [
        words("platform.live_updated", every=every(source.every_s)),
        words("platform.checked", count=number(rules)),
        html.Span(screens, className="list-inline") if screens else None,
    ]
    steps = [html.Li([icon("arrow-right") if n else "", step]) for n, step in enumerate(one for one in way if one)]
    return html.Tbody(
        [
            html.Tr(
                [
                    html.Th(title, scope="rowgroup", className="shelf__dataset"),
                    html.Td(words("platform.live_asking"), colSpan=len(COLUMNS) - 1, className="shelf__none"),
                ]
            ),
            html.Tr(html.Td(html.Ol(steps, className="lineage"), colSpan=len(COLUMNS), className="shelf__lineage")),
        ],
        className="shelf__one",
        **{"data-set": source.name},
    )
