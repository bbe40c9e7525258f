"""A question of the front door: the whole of it is the way to its page."""

from dash import html

from components.words import bilingual, icon, pair, words


def question(key: str, href: str, value: tuple[str, str], unit_key: str, fact: str | None = None) -> html.Li:
    """``key`` asks, in English too where the hall is upright; ``value`` with the words of ``unit_key`` is the one true number.

    ``fact`` names its table row.
    """
    facts = {"data-fact": fact} if fact else {}
    return html.Li(
        html.A(
            [
                html.Span(words(key), className="question__asked"),
                html.Span(pair(key)[1], lang="en", className="question__also"),
                html.Span([html.B(bilingual(*value), className="num"), html.Span(words(unit_key), className="question__unit")],
                          className="question__answer", **facts),
                html.Span(icon("chevron-right"), className="question__go"),
            ],
            href=href, className="question",
        )
    )
