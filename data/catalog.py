"""The declarations of datapackage.yaml, typed: CATALOG says of each dataset what a row is, its fields, key and sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

ROOT = Path(__file__).parent
DESCRIPTOR = "datapackage.yaml"


@dataclass(frozen=True)
class ForeignKey:
    """Cells of ``field`` are keys of another table: one of ``targets`` (dataset, field), or one of ``also``."""

    field: str
    targets: tuple[tuple[str, str], ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One column: its type (string, integer, number, boolean), unit, and what a cell may hold."""

    name: str
    type: str
    required: bool = False
    unit: str | None = None             # of the number, as people write it
    unit_from: str | None = None        # the column that names the unit, where it differs by row
    date: str | None = None             # any (as precise as the source), month or day; None = no date
    format: str | None = None           # uri
    enum: tuple[str, ...] = ()
    pattern: str | None = None          # must fit the whole cell
    minimum: float | None = None
    maximum: float | None = None
    separator: str | None = None        # the cell is a list
    items: tuple[str, ...] = ()         # what the list may hold
    description: str | None = None      # more than the title says, English
    description_zh: str | None = None
    title_en: str | None = None         # what people call it
    title_zh: str | None = None
    unit_zh: str | None = None          # unit in Chinese

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "number")


@dataclass(frozen=True)
class Source:
    """Who published it, and the line that names them on a screen."""

    title: str
    publisher_en: str
    publisher_zh: str
    credit_en: str
    credit_zh: str
    dataset_number: str | None = None
    retrieved: str | None = None

    def publisher(self, locale: str) -> str:
        return self.publisher_zh if _is_zh(locale) else self.publisher_en

    def credit(self, locale: str) -> str:
        return self.credit_zh if _is_zh(locale) else self.credit_en


@dataclass(frozen=True)
class Licence:
    """Under which terms it may be used; ``confirmed`` false = the terms of that very file were not read."""

    name: str
    title: str
    path: str | None = None
    confirmed: bool = True


@dataclass(frozen=True)
class Geometry:
    """Kinds of shape and the frame (west, south, east, north; WGS84 degrees) all of them lie in."""

    types: tuple[str, ...]
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True)
class Dataset:
    """One table or map layer. ``path`` is relative to the data folder; ``schema`` is the Table Schema as written."""

    name: str
    path: str
    format: str                                     # csv, parquet or geojson
    title_en: str
    title_zh: str
    row_en: str
    row_zh: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    sources: tuple[Source, ...]
    licences: tuple[Licence, ...]
    schema: Mapping[str, Any]
    caveat_en: str | None = None
    caveat_zh: str | None = None
    period: str | None = None                       # 2014-04/2022-02, or one date
    ordered: tuple[tuple[str, str], ...] = ()       # (first, last): the first date is never after the last
    at_most_one: tuple[str, str] | None = None      # (boolean field, group): true at most once a group
    geometry: Geometry | None = None
    place: str | None = None                        # where the bytes live when not under path: s3://… or abfs://…
    hash: str | None = None                         # sha256:… of them; needed with a place

    def title(self, locale: str) -> str:
        return self.title_zh if _is_zh(locale) else self.title_en

    def row(self, locale: str) -> str:
        """What one row is."""
        return self.row_zh if _is_zh(locale) else self.row_en

    def caveat(self, locale: str) -> str | None:
        """What must be known before the numbers are used; None = nothing known."""
        return self.caveat_zh if _is_zh(locale) else self.caveat_en

    def field(self, name: str) -> Field:
        """The field called ``name``. Raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @property
    def has_points(self) -> bool:
        """Rows carry a point in ``lat`` and ``lon``."""
        return {"lat", "lon"} <= self._by_name.keys()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Columns that say the same in both languages (English, Chinese) and are both or neither filled."""
        stems = [name[:-3] for name in self._by_name if name.endswith("_en") and name[:-3] + "_zh" in self._by_name]
        return tuple((s + "_en", s + "_zh") for s in stems
                     if self._by_name[s + "_en"].required == self._by_name[s + "_zh"].required)


def read(root: Path = ROOT) -> Mapping[str, Dataset]:
    """The datasets declared in ``root``, by name, in the order of the file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (root / DESCRIPTOR).open(encoding="utf-8") as file:
        package = yaml.load(file, Loader=loader)
    known = _Names(package.get("fieldNames", {}), package.get("unitNames", {}))
    return MappingProxyType({entry["name"]: _dataset(entry, known) for entry in package["resources"]})


@dataclass(frozen=True)
class _Names:
    """What people call columns (English, Chinese) and units (Chinese); a release of before they were declared has none."""

    fields: Mapping[str, list[str]]
    units: Mapping[str, str]


def _dataset(entry: dict[str, Any], known: _Names) -> Dataset:
    schema = entry["schema"]
    one = entry.get("atMostOne")
    shape = entry.get("geometry")
    return Dataset(
        name=entry["name"], path=entry["path"], format=entry["format"],
        title_en=entry["title"], title_zh=entry["title_zh"], row_en=entry["row_en"], row_zh=entry["row_zh"],
        fields=tuple(_field(field, known) for field in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys=_foreign_keys(schema),
        sources=tuple(_plain(Source, source) for source in entry["sources"]),
        licences=tuple(_plain(Licence, licence) for licence in entry["licenses"]),
        schema=schema,
        caveat_en=entry.get("caveat_en"), caveat_zh=entry.get("caveat_zh"), period=entry.get("period"),
        ordered=tuple((first, last) for first, last in entry.get("ordered", ())),
        at_most_one=(one["field"], one["per"]) if one else None,
        geometry=Geometry(tuple(shape["types"]), tuple(shape["bbox"])) if shape else None,
        place=entry.get("place"), hash=entry.get("hash"),
    )


def _field(entry: dict[str, Any], known: _Names) -> Field:
    rules = entry.get("constraints", {})
    plain = {key: entry[key] for key in ("unit", "date", "format", "separator", "description", "description_zh") if key in entry}
    limits = {key: rules[key] for key in ("required", "pattern", "minimum", "maximum") if key in rules}
    title_en, title_zh = known.fields.get(entry["name"], (None, None))
    return Field(name=entry["name"], type=entry["type"], unit_from=entry.get("unitFrom"),
                 title_en=title_en, title_zh=title_zh, unit_zh=known.units.get(entry.get("unit", "")),
                 enum=tuple(rules.get("enum", ())), items=tuple(entry.get("items", ())), **plain, **limits)


def _foreign_keys(schema: dict[str, Any]) -> tuple[ForeignKey, ...]:
    """Those of the standard, and those a list or one of several tables needs (``refersTo``)."""
    keys = [ForeignKey(key["fields"][0], ((key["reference"]["resource"], key["reference"]["fields"][0]),))
            for key in schema.get("foreignKeys", ())]
    keys += [ForeignKey(field["name"], tuple((to["resource"], to["field"]) for to in field["refersTo"]),
                        tuple(field.get("also", ())))
             for field in schema["fields"] if "refersTo" in field]
    return tuple(keys)


def _plain(kind: type[Any], entry: dict[str, Any]) -> Any:
    """``entry`` as a ``kind``; camelCase keys of the file become names of Python."""
    return kind(**{re.sub(r"([A-Z])", r"_\1", key).lower(): value for key, value in entry.items()})


def _is_zh(locale: str) -> bool:
    return locale.lower().startswith("zh")


CATALOG: Mapping[str, Dataset] = read()


def shelf() -> list[str]:
    """Names of the tables and layers that came whole from a publisher, each a source of its own."""
    return [name for name, one in CATALOG.items() if not one.path.startswith("tables/") and name != "series_sources"]
