"""How sure we are: one, two or three ripples, always with the words."""

from dash import html

from components.words import icon, words

RIPPLES = {"confirmed": 3, "reported": 2, "uncertain": 1}


def confidence(level: str) -> html.Span:
    """``level`` as the table says it: confirmed, reported or uncertain."""
    return html.Span([icon(f"ripple-{RIPPLES[level]}"), words(f"confidence.{level}")], className="sure")
