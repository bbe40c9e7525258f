"""The steps of a talk as scenes, shaped like those of a story, so that slides and paper are made by the same code."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from data import store
from data.i18n import LOCALES, by_tongue
from data.queries.projects import CITYWIDE, FIRST_YEAR, LAST_YEAR, first_years
from data.views import stories
from exports.said import told
from server.pages import page_of

Row = dict[str, Any]
TABLES = {"projects": "project", "indicators": "indicator"}  # first part of an address: what its page shows
CHOSEN = {"project": "project", "milestone": "milestone", "award": "award"}  # value of a query: what it shows
MOST_SOURCES = 4


def scenes(talk: Row) -> list[Row]:
    """One scene a step of a checked talk (talks/check.py), with the talk's own words and notes."""
    return [_scene(step, number) for number, step in enumerate(talk["steps"], 1)]


def _scene(step: Row, number: int) -> Row:
    parts = urlsplit(step["address"])
    path, query = parts.path.strip("/").split("/"), dict(parse_qsl(parts.query))
    notes = step.get("notes") or dict.fromkeys(LOCALES, "")
    words = {
        "text": [step["words"][tag] for tag in LOCALES],
        "notes": [notes[tag] for tag in LOCALES],
        "step": number,
        "address": step["address"],
    }
    if path[0] == "stories" and len(path) == 2:
        own = told()[path[1]]["scenes"]
        chosen = query.get("step", "1")
        return {**own[int(chosen) - 1 if chosen.isdigit() and 1 <= int(chosen) <= len(own) else 0], **words}
    table, key = _thing(path, query)
    if table:
        return {**stories.scene(_row(table, key, query, words), table), **words}
    return {**_view(step["address"], path, query), **words}


def _thing(path: list[str], query: Row) -> tuple[str, str]:
    """(table, id) of the one thing an address shows; empty when it shows a view of many."""
    for name, table in CHOSEN.items():
        if name in query and (name != "award" or query[name] in set(store.load("awards")["id"])):
            return table, query[name]
    if path[0] in TABLES and len(path) == 2:
        return TABLES[path[0]], path[1]
    return "", ""


def _row(table: str, key: str, query: Row, words: Row) -> Row:
    """A row as in story_steps. Its year: the one of the address, else the one the thing is of."""
    dated = {"project": ("projects", "start_date"), "milestone": ("milestones", "date"), "award": ("awards", "date")}.get(table)
    year = int(query.get("year", LAST_YEAR))
    if "year" not in query and dated:
        own = store.load(dated[0]).set_index("id").loc[key, dated[1]]
        year = int(own[:4]) if isinstance(own, str) else LAST_YEAR
    return {
        "story_id": "talk",
        "step": words["step"],
        "kind": table,
        "ref_id": key,
        "year": year,
        "districts": CITYWIDE,
        "text_zh": words["text"][0],
        "text_en": words["text"][1],
        "notes_zh": words["notes"][0],
        "notes_en": words["notes"][1],
    }


def _view(address: str, path: list[str], query: Row) -> Row:
    """A page that shows many things: its title, and the projects its address chooses on the map of the city."""
    topics, projects = store.load("topics"), store.load("projects")
    family = topics.set_index("id")["family"].to_dict()
    first = first_years(projects, store.load("milestones"), store.load("measures"))["first_year"]
    year = int(query.get("year", LAST_YEAR))
    rows = projects[projects["id"].map(first).le(year).fillna(False)]
    topic = path[1] if path[0] == "topics" and len(path) == 2 else query.get("topic")
    if topic:
        rows = rows[(rows["topic"] == topic) | (rows["topic"].map(family) == topic)]
    district = path[1] if path[0] == "districts" and len(path) > 1 else query.get("district", CITYWIDE)
    districts = [] if district == CITYWIDE else [district]
    if districts:
        rows = rows[rows["districts"].str.split(";").map(lambda codes: district in codes)]
    publishers = store.load("sources").set_index("source_id")["publisher"]
    ids = rows["source_id"].value_counts().index[:MOST_SOURCES]
    placed = rows[rows["lat"].notna()]
    ponds = [
        [row["lat"], row["lon"], family[row["topic"]], bool(first.loc[row["id"]] == year)] for row in placed.to_dict("records")
    ]
    title = [title.split(" · ")[0] for title in page_of(address)["title"]]
    return {
        "kind": "view",
        "year": max(FIRST_YEAR, year),
        "districts": districts,
        "sources": [[key, list(by_tongue(publishers[key]))] for key in ids],
        "view": {"title": title, "ponds": ponds, "projects": len(rows)},
    }
