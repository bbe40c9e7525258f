"""The counts a screen must show, taken from the tables by the csv module alone."""

import csv
from collections.abc import Callable
from pathlib import Path

TABLES = Path(__file__).parents[2] / "data" / "tables"
YEARS = range(2014, 2023)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table as they are written."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROJECTS, MILESTONES = rows("projects"), rows("milestones")
FAMILY = {row["id"]: row["family"] for row in rows("topics")}


def of(topic: str | None) -> Callable[[dict[str, str]], bool]:
    """Is a row of a topic, or of a family of topics?"""
    return lambda row: topic is None or topic in (row["topic"], FAMILY[row["topic"]])


def begun(year: int, topic: str | None = None) -> int:
    """Projects whose known start is in ``year``."""
    return sum(row["start_date"][:4] == str(year) for row in filter(of(topic), PROJECTS))


def events(year: int, topic: str | None = None) -> int:
    """Milestones of ``year``."""
    return sum(row["date"][:4] == str(year) for row in filter(of(topic), MILESTONES))


def lit(year: int) -> int:
    """Projects begun from 2014 to ``year``."""
    return sum(begun(one) for one in range(YEARS[0], year + 1))
