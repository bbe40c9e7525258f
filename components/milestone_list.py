"""One river of all events: in the first answer for everyone, then moved by assets/js/milestone-list.js."""

from typing import Any

from dash import html

from components.words import bilingual, date, icon, number, pair, words

Row = dict[str, Any]
MOST_NAMED = 3  # districts named beside a date; of more only their number is said


def milestone_list(city: Row) -> html.Div:
    """Milestones of ``city`` (data/views/city.py), oldest first, by year; those before its first year stand together."""
    first = city["years"][0]
    before = [one for one in city["milestones"] if one["year"] < first]
    sections = [_section(words("timeline.before_2014"), before, city)]
    for year in city["years"]:
        own = [one for one in city["milestones"] if one["year"] == year]
        sections.append(_section(str(year), own, city, **{"data-of": str(year)}))
    title = html.P(words("timeline.list_title"), className="reader__title river__name num", tabIndex=-1)
    return html.Div([title, *sections], className="list__body river", **{"data-first": ""})


def _section(name: Any, events: list[Row], city: Row, **more: str) -> html.Section:
    count = words("year.events_one" if len(events) == 1 else "year.events", count=number(len(events)))
    head = html.H2([html.Span(name, className="num"), html.Span(count, className="river__count")], className="river__head")
    return html.Section(
        [head, html.Ol([_event(one, city) for one in events], className="river__events")], className="river__year", **more
    )


def _event(event: Row, city: Row) -> html.Li:
    symbol = next(one["icon"] for one in city["topics"] if one["id"] == event["topic"])
    where = _place(event, city)
    year = max(city["years"][0], event["year"])
    link = html.A(
        bilingual(event["title_zh"], event["title_en"]),
        href=f"/timeline?year={year}&milestone={event['id']}",
        className="river__open",
    )
    said = html.P(bilingual(event["summary_zh"], event["summary_en"]), className="river__said") if "summary_zh" in event else None
    coarse = {"data-precision": "coarse"} if len(event["date"]) < len("2019-06-13") else {}
    return html.Li(
        [
            html.Span(icon(symbol), className="river__pond"),
            html.P(
                [_when(event, year), html.Span(bilingual(*where), className="river__place") if where else None],
                className="river__when",
            ),
            html.H3(link, className="river__title"),
            said,
        ],
        className=f"river__event event--{event['family']}",
        **{"data-fact": f"milestones:{event['id']}", "data-weight": str(event["importance"]), **coarse},
    )


def _when(event: Row, year: int) -> html.Span:
    """The date; without its year where that stands above it."""
    zh, en = date(event["date"])
    if year == event["year"] and len(event["date"]) > len("2019"):
        zh, en = zh.partition("年")[2], en.rpartition(" ")[0]
    return bilingual(zh, en)


def _place(event: Row, city: Row) -> tuple[str, str] | None:
    """The districts of an event; None for the whole city."""
    names = {one["code"]: one for one in city["districts"]}
    if city["citywide"] in event["districts"]:
        return None
    own = [names[code] for code in event["districts"] if code in names]
    if len(own) > MOST_NAMED:
        return pair("timeline.districts", count=str(len(own)))
    return ("、".join(one["name_zh"] for one in own), ", ".join(one["name_en"] for one in own)) if own else None
