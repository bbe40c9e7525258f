"""Which other projects a reader of one may want to see next, and why."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.queries.projects import CITYWIDE, year_of
from data.store import listed

PARTNER, TOPIC, DISTRICT, YEAR = 6.0, 2.0, 1.5, 1.0  # what one shared thing weighs; a rare partner weighs nearly all of PARTNER


def related(projects: pd.DataFrame, project_id: str, most: int = 6) -> pd.DataFrame:
    """At most ``most`` other projects, best first: ``id``, ``score``, ``reason`` and ``shared``.

    ``reason`` is the strongest thing both have: partner, topic_district, topic, district or year (both starts known, at most
    one year apart); ``shared`` names it: the id of the rarest shared organisation (partner or lead agency), a district code,
    a topic, or the year the other one began. The whole city is no shared district. Only projects with a reason come back.
    """
    rows = {row["id"]: row for row in projects.to_dict("records")}
    years = dict(zip(projects["id"], year_of(projects["start_date"]), strict=True))
    orgs = {key: organisations(row) for key, row in rows.items()}
    seen = Counter(name for names in orgs.values() for name in names)
    own = rows.pop(project_id)
    places = set(listed(own["districts"])) - {CITYWIDE}
    found = []
    for key, row in rows.items():
        names = sorted(orgs[project_id] & orgs[key], key=lambda name: (seen[name], name))
        near = sorted(places & set(listed(row["districts"])))
        is_topic = row["topic"] == own["topic"]
        gap = abs(years[key] - years[project_id]) if pd.notna(years[key]) and pd.notna(years[project_id]) else None
        score = sum(PARTNER / seen[name] ** 0.5 for name in names) + TOPIC * is_topic + DISTRICT * bool(near)
        score += YEAR / (1 + gap) if gap is not None and gap <= 1 else 0
        reason, shared = _reason(names, near, is_topic, own["topic"], gap, years[key])
        if reason:
            found.append((key, score, reason, shared))
    table = pd.DataFrame(found, columns=["id", "score", "reason", "shared"])
    return table.sort_values(["score", "id"], ascending=[False, True]).head(most).reset_index(drop=True)


def organisations(row: Mapping[str, Any]) -> set[str]:
    """Ids of everyone named with a project: its partners and its lead agency."""
    lead = row["lead_agency"]
    return {*listed(row["partners"]), *([lead] if isinstance(lead, str) and lead else [])}


def _reason(names: list[str], near: list[str], is_topic: bool, topic: str, gap: int | None, year: Any) -> tuple[str, str]:
    if names:
        return "partner", names[0]
    if is_topic and near:
        return "topic_district", near[0]
    if is_topic:
        return "topic", topic
    if near:
        return "district", near[0]
    if gap is not None and gap <= 1:
        return "year", str(year)
    return "", ""
