"""Thirteen days as ponds on a canal, and the words of each."""

from typing import Any

from dash import html

from components.words import bilingual, date, named, words


def day(iso: str, is_chosen: bool) -> html.Li:
    """One day; ``is_chosen`` = the days that carry the peach."""
    kind = "day day--peach" if is_chosen else "day"
    return html.Li(
        html.Button(
            [
                html.Span(className="day__pond"),
                html.Span(str(int(iso[-2:])), className="day__number num"),
            ],
            type="button",
            className=kind,
            **{"data-day": iso, "aria-pressed": "false"},
            **named(*date(iso)),
        )
    )


def day_canal(days: list[html.Li], said: list[html.Article], beside: html.Div) -> html.Div:
    """The canal, what is known of the day touched, and what stands ``beside`` them."""
    return html.Div(
        [html.Ol(days, className="days__canal"), html.Div(said, className="days__said", **{"aria-live": "polite"}), beside],
        className="days",
        **{"data-component": "exhibition-days"},
    )


def said_of(iso: str, children: list[Any]) -> html.Article:
    """The words of one day; ``iso`` "all" stands before any touch."""
    head = [] if iso == "all" else [html.H2(bilingual(*date(iso)), className="num")]
    return html.Article([*head, *children], className="days__one", hidden=None if iso == "all" else True, **{"data-said": iso})


def nothing_more() -> html.P:
    """What is said of a day of which nothing is known but that the doors were open."""
    return html.P([words("exhibition.open_day"), " ", words("exhibition.day_unknown")])
