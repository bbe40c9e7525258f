"""What is said of a dataset's licence and period."""

from typing import Any

from dash import html

from components.source_note import outside
from components.words import date, pair, words


def licence(kind: Any) -> html.Span:
    """Its name, linked when it has an address, and whether its terms were read."""
    name = outside(kind.title, kind.path) if kind.path else kind.title
    return html.Span([name, *([] if kind.confirmed else [" ", words("source.unconfirmed")])])


def terms(kind: Any) -> Any:
    """As :func:`licence`; where the city has still to say under which, that is said in both tongues."""
    return words("platform.licence_unknown") if kind.name == "to-be-confirmed" else licence(kind)


def period(text: str) -> tuple[str, str]:
    """2014-04/2022-12 as words of both tongues; an undated copy is said to be one."""
    try:
        ends = (
            [pair("source.from_to", first=date(text.split("/")[0]), last=date(text.split("/")[1]))] if "/" in text else [date(text)]
        )
    except ValueError:
        return pair("source.undated")
    return ends[0]
