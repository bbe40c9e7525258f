"""Rows as plain values, with their source and unit beside them: what programs, files and people outside get to see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.catalog import Dataset, Field, Source
from data.store import listed

OWN_SOURCE = "source_id"
SOURCE = "source"  # what the source of a row is called beside its fields


@dataclass(frozen=True)
class Edition:
    """The tables as they were at one time: today's, or those of a release. ``load(name)`` as :func:`data.store.load`."""

    version: str
    catalog: Mapping[str, Dataset]
    load: Callable[[str], pd.DataFrame]
    release: str | None = None


def plain(value: Any) -> Any:
    """A cell as a value of JSON: what is unknown is None, a whole number has no point."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def cell(field: Field, value: Any) -> Any:
    """As :func:`plain`; a cell that is a list becomes one."""
    return listed(value, field.separator) if field.separator else plain(value)


def stems(names: Iterable[str]) -> list[str]:
    """What stands in both languages: name for name_en and name_zh; never source, which every row has of its own."""
    there = dict.fromkeys(names)
    return [
        name[:-3]
        for name in there
        if name.endswith("_en") and f"{name[:-3]}_zh" in there and name[:-3] not in there and name[:-3] != SOURCE
    ]


def records(edition: Edition, dataset: Dataset, frame: pd.DataFrame, lang: str | None = None) -> list[dict[str, Any]]:
    """The rows of ``frame`` as dicts, each with ``source`` (and the unit, where it stands in another table).

    ``lang``: the columns of one language only, without its ending (name for name_en); None = both as they are.
    """
    rows = frame[[field.name for field in dataset.fields]].to_dict("records")
    sources, units = Sources(edition, dataset), Units(edition, dataset)
    made = []
    for row in rows:
        shown = {field.name: cell(field, row[field.name]) for field in dataset.fields}
        shown |= units.of(row)
        shown[SOURCE] = sources.of(row)
        made.append(in_language(shown, lang) if lang else shown)
    return made


def in_language(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """``row`` in one language: pairs become one value under their common name, also in the source."""
    end, other = ("_zh", "_en") if lang.startswith("zh") else ("_en", "_zh")
    pairs = set(stems(row))
    made = {}
    for key, value in row.items():
        if key[:-3] in pairs and key.endswith(other):
            continue
        name = key[:-3] if key[:-3] in pairs and key.endswith(end) else key
        made[name] = in_language(value, lang) if isinstance(value, dict) else value
    return made


class Sources:
    """The source of each row: the page it names, else whoever published the whole table."""

    def __init__(self, edition: Edition, dataset: Dataset) -> None:
        self._by_id: dict[str, dict[str, Any]] = {}
        self._whole = published(dataset.sources[0])
        self._names_page = OWN_SOURCE in {field.name for field in dataset.fields} and dataset.name != "sources"
        if self._names_page:
            self._by_id = {row[OWN_SOURCE]: row for row in edition.load("sources").to_dict("records")}

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Of a page id, title, publisher, url (None where it may not be linked), date; of a table also credit, date read."""
        if not self._names_page or row[OWN_SOURCE] not in self._by_id:
            return self._whole
        found = self._by_id[row[OWN_SOURCE]]
        return {
            "id": found["source_id"],
            "title": plain(found["title"]),
            "publisher": plain(found["publisher"]),
            "url": plain(found["url"]) if found["is_linkable"] else None,
            "published": plain(found["published_date"]),
        }


def published(source: Source) -> dict[str, Any]:
    """A source as the declaration of its table names it."""
    return {
        "title": source.title,
        "publisher_en": source.publisher_en,
        "publisher_zh": source.publisher_zh,
        "credit_en": source.credit_en,
        "credit_zh": source.credit_zh,
        "dataset_number": source.dataset_number,
        "retrieved": source.retrieved,
    }


class Units:
    """Units that stand in another table: ``unitFrom: indicator_definitions.unit_en`` in the declaration."""

    def __init__(self, edition: Edition, dataset: Dataset) -> None:
        self.key, self._units = "", {}
        for field in dataset.fields:
            table, _, column = (field.unit_from or "").partition(".")
            if column:
                self.key, theirs = next(
                    (key.field, there) for key in dataset.foreign_keys for name, there in key.targets if name == table
                )
                both = (column, column.removesuffix("_en") + "_zh")
                rows = edition.load(table).to_dict("records")
                self._units = {row[theirs]: {name: plain(row[name]) for name in both if name in row} for row in rows}

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """{unit_en, unit_zh} of ``row``; empty where units stand in the declaration or in the row itself."""
        return self._units.get(row[self.key], {}) if self.key else {}
