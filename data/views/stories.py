"""The stories as lists of scenes: an address with words, and everything its picture shows. Player, attract loop and presenter
play the same rows."""

from typing import Any

import pandas as pd

from data import store
from data.i18n import LOCALES, by_tongue, translator
from data.queries import stories
from data.queries.awards import with_branch
from data.queries.projects import CITYWIDE, FIRST_YEAR
from data.store import listed

Row = dict[str, Any]
FEWEST = 3  # with fewer dates there is no line: the numbers stand in words
TONGUES = ("zh", "en")


def view() -> dict[str, Any]:
    """{story id: {question, title, topic, family, icon, next, scenes}}; see :func:`scene`."""
    topics = store.load("topics").set_index("id")
    steps = store.load("story_steps")
    rows = store.load("stories").sort_values("order")
    return {
        row["id"]: {
            "question": _pair(row, "question"),
            "title": _pair(row, "title"),
            "topic": row["topic"],
            "family": topics.loc[row["topic"], "family"],
            "icon": topics.loc[row["topic"], "icon"],
            "next": stories.peers(rows, row["id"]),
            "scenes": [scene(step, table_of(step["ref_id"])) for step in stories.of_story(steps, row["id"]).to_dict("records")],
        }
        for row in rows.to_dict("records")
    }


def scene(step: Row, table: str) -> Row:
    """One step (a row as in story_steps) that shows a row of ``table``: project, milestone, award or indicator.

    Address, kind, year, districts, text and notes as pairs, the ``fact`` shown, ``leave`` (the address of this very state
    elsewhere), ``sources`` as [id, publisher pair], and one of project, milestone, award, figure, growth with what it needs.
    ``caveat``: the numbers must not be compared without care; ``note`` is what the table says about it.
    """
    text, year = step["text_en"], int(step["year"])
    draw = {"project": _of_project, "milestone": _of_milestone, "award": _of_award, "indicator": _of_indicator}[table]
    shown = draw(step, text, year)
    publishers = store.load("sources").set_index("source_id")["publisher"]
    return {
        "address": f"/stories/{step['story_id']}?step={step['step']}",
        "story": step["story_id"],
        "step": int(step["step"]),
        "kind": step["kind"],
        "year": year,
        "districts": [code for code in listed(step["districts"]) if code != CITYWIDE],
        "text": _pair(step, "text"),
        "notes": _pair(step, "notes"),
        **shown,
        "sources": [[key, by_tongue(publishers[key])] for key in dict.fromkeys(shown["sources"])],
    }


def table_of(ref_id: str) -> str:
    """Which table ``ref_id`` names."""
    for name, table, key in (
        ("project", "projects", "id"),
        ("milestone", "milestones", "id"),
        ("award", "awards", "id"),
        ("indicator", "indicator_definitions", "indicator_id"),
    ):
        if (store.load(table)[key] == ref_id).any():
            return name
    raise KeyError(ref_id)


def _of_project(step: Row, text: str, year: int) -> Row:
    row = _one("projects", step["ref_id"])
    measures = (
        stories.numbers(store.load("measures"), row["id"], text, year).to_dict("records") if step["kind"] == "project" else []
    )
    districts = [code for code in listed(row["districts"]) if code != CITYWIDE]
    where = f"&district={districts[0]}" if len(districts) == 1 else ""
    leave = f"/projects/{row['id']}" if step["kind"] == "project" else f"/map?year={_reached(year)}{where}&project={row['id']}"
    project = {"id": row["id"], "name": _pair(row, "name"), **_water(row["topic"]), "districts": districts}
    if pd.notna(row["lat"]):
        project |= {"lat": row["lat"], "lon": row["lon"]}
    if _filled(row["place_zh"]):
        project["place"] = _pair(row, "place")
    if _filled(row["start_date"]):
        project["began"] = _date(row["start_date"])
    return {
        "fact": f"projects:{row['id']}",
        "leave": leave,
        "project": project,
        "measures": [_measure(one) for one in measures],
        "sources": [one["source_id"] for one in measures] or [row["source_id"]],
        **_caution(one["note"] for one in measures),
    }


def _of_milestone(step: Row, _text: str, year: int) -> Row:
    row = _one("milestones", step["ref_id"])
    beside = stories.neighbours(store.load("milestones"), row["id"]).to_dict("records")
    milestone = {
        "id": row["id"],
        "date": _date(row["date"]),
        "title": _pair(row, "title"),
        **_water(row["topic"]),
        "beside": [
            {"id": one["id"], "year": _reached(int(one["date"][:4])), "date": _date(one["date"]), "title": _pair(one, "title")}
            for one in beside
        ],
    }
    return {
        "fact": f"milestones:{row['id']}",
        "leave": f"/timeline?year={_reached(int(row['date'][:4]))}&milestone={row['id']}",
        "milestone": milestone,
        "sources": [row["source_id"]],
        **_caution([row["note"]]),
    }


def _of_award(step: Row, _text: str, _year: int) -> Row:
    rows = with_branch(store.load("awards")).set_index("id", drop=False)
    row = rows.loc[step["ref_id"]]
    before = (
        rows[rows["is_branch"] & (rows["blossom"] != "bud") & (rows["date"] < row["date"])] if row["is_branch"] else rows.iloc[:0]
    )
    award = {
        "id": row["id"],
        "name": _pair(row, "award"),
        "body": _pair(row, "body"),
        "date": _date(row["date"]),
        "blossom": row["blossom"],
        "result": row["result"],
        "before": [[int(one["programme_year"]), one["blossom"]] for one in before.tail(3).to_dict("records")],
    }
    if _filled(row["place_en"]):
        award["place"] = row["place_en"].lower().replace(" ", "_")
    if _filled(row["project_id"]):
        project = _one("projects", row["project_id"])
        award["project"] = [project["id"], *_pair(project, "name")]
    return {"fact": f"awards:{row['id']}", "leave": f"/awards?award={row['id']}", "award": award, "sources": [row["source_id"]]}


def _of_indicator(step: Row, text: str, year: int) -> Row:
    definition = store.load("indicator_definitions").set_index("indicator_id", drop=False).loc[step["ref_id"]].to_dict()
    key, indicators = step["ref_id"], store.load("indicators")
    named = {
        "id": key,
        "name": _pair(definition, "name"),
        "unit": _pair(definition, "unit"),
        "said": _pair(definition, "description"),
        "family": _water(definition["topic"])["family"],
    }
    if step["kind"] == "map":
        grown = stories.growth(indicators, key, year, [code for code in listed(step["districts"]) if code != CITYWIDE])
        return {
            "fact": f"indicator_definitions:{key}",
            "leave": f"/map?year={_reached(year)}&district={listed(step['districts'])[0]}",
            "growth": {
                **named,
                "first": _date(grown["first"].iloc[0]),
                "last": _date(grown["last"].iloc[0]),
                "of": grown["growth_pct"].to_dict(),
            },
            "sources": grown["source_id"].tolist(),
        }
    rows = stories.series(indicators, key)
    is_line = len(rows) >= FEWEST
    if not is_line:
        rows = rows[rows["date"].str[:4].astype(int) <= year]
    said = stories.named(rows, text)
    points = [
        {
            "date": row["date"],
            "when": _date(row["date"]),
            "value": row["value"],
            "shown": _number(row["value"]),
            "named": bool(said[at]),
        }
        for at, row in rows.iterrows()
    ]
    return {
        "fact": f"indicator_definitions:{key}",
        "leave": f"/indicators/{key}?year={_reached(year)}",
        "otherwise": f"/map?year={_reached(year)}",
        "figure": {**named, "line": is_line, "points": points},
        "sources": rows["source_id"].tolist(),
        **_caution(rows["note"]),
    }


def _measure(row: Row) -> Row:
    shown = {
        "id": row["measure_id"],
        "name": _pair(row, "name"),
        "value": _number(row["value"]),
        "unit": _pair(row, "unit"),
        "qualifier": row["qualifier"],
    }
    return shown | ({"date": _date(row["date"])} if _filled(row["date"]) else {})


def _water(topic: str) -> Row:
    row = _one("topics", topic)
    return {"family": row["family"], "icon": row["icon"]}


def _caution(notes: Any) -> Row:
    """``caveat`` and the ``note`` that says it; nothing where there is none."""
    said = [note for note in notes if stories.has_caveat([note])]
    return {"caveat": True, "note": said[0]} if said else {}


def _one(table: str, key: str) -> Row:
    return store.load(table).set_index("id", drop=False).loc[key].to_dict()


def _reached(year: int) -> int:
    """The year of the exhibition a year stands under: what came before 2014 stands at its edge."""
    return max(FIRST_YEAR, year)


def _filled(cell: Any) -> bool:
    return isinstance(cell, str) and cell != ""


def _pair(row: Any, name: str) -> list[str]:
    return [row[f"{name}_{tongue}"] for tongue in TONGUES]


def _number(value: float) -> list[str]:
    return [translator(locale).number(value) for locale in LOCALES]


def _date(iso: str) -> list[str]:
    return [translator(locale).date(iso) for locale in LOCALES]
