"""What a live source declares: where it is asked, how often, what a row is, its fields with units, and its terms."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OGDL = {"name": "OGDL-Taiwan-1.0", "title": "Open Government Data License, version 1.0 (Taiwan)",
        "path": "https://data.gov.tw/license"}
HEX_RESOLUTIONS = (6, 7, 8, 9)      # H3: about 36, 5.2, 0.74 and 0.11 km² a cell (https://h3geo.org/docs/core-library/restable)
NUMBERS = ("integer", "number")


@dataclass(frozen=True)
class Column:
    """One field of a row. ``type`` is a Table Schema type; a ``datetime`` is the clock of Taiwan (UTC+8), without a zone."""

    name: str
    type: str
    unit: str | None = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()

    def descriptor(self) -> dict[str, Any]:
        """The field as Table Schema (https://specs.frictionlessdata.io/table-schema/), with ``unit`` beside it."""
        rules = {"required": self.required or None, "minimum": self.minimum, "maximum": self.maximum,
                 "enum": list(self.enum) or None}
        found: dict[str, Any] = {"name": self.name, "type": self.type}
        if self.unit:
            found["unit"] = self.unit
        if self.type == "datetime":
            found["unit"] = "Asia/Taipei"
        if kept := {key: rule for key, rule in rules.items() if rule is not None}:
            found["constraints"] = kept
        return found


def text(name: str, required: bool = False, enum: Iterable[str] = ()) -> Column:
    return Column(name, "string", required=required, enum=tuple(enum))


def whole(name: str, unit: str, minimum: float | None = None, maximum: float | None = None, required: bool = False) -> Column:
    return Column(name, "integer", unit, required, minimum, maximum)


def number(name: str, unit: str, minimum: float | None = None, maximum: float | None = None, required: bool = False) -> Column:
    return Column(name, "number", unit, required, minimum, maximum)


def moment(name: str = "time", required: bool = True) -> Column:
    return Column(name, "datetime", required=required)


def position(required: bool = True) -> tuple[Column, Column]:
    """``lat`` and ``lon`` (WGS84 degrees) in a frame round Taiwan; each source's own parser is stricter."""
    return (Column("lat", "number", "degree", required, 21.5, 26.5), Column("lon", "number", "degree", required, 118.0, 122.5))


@dataclass(frozen=True)
class Step:
    """One request. ``role``: the name under which later answers are joined with it; ``may_be_missing``: a 404 is a gap."""

    key: str
    url: str
    params: tuple[tuple[str, str], ...] = ()
    expects: str = "json"                           # json, xml or csv
    role: str = "rows"
    may_be_missing: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "url": self.url, "params": [list(pair) for pair in self.params], "expects": self.expects,
                "role": self.role, "may_be_missing": self.may_be_missing}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Step":
        return cls(kept["key"], kept["url"], tuple((a, b) for a, b in kept["params"]), kept["expects"], kept["role"],
                   kept["may_be_missing"])


@dataclass(frozen=True)
class Context:
    """What a parser may know beside the bytes: when they were fetched (clock of Taiwan), by which step, earlier answers by role."""

    fetched: dt.datetime
    step: Step
    earlier: Mapping[str, bytes] = field(default_factory=dict)


Row = dict[str, Any]


@dataclass
class Batch:
    """Rows read from one answer, what was refused and why (``record``, ``reason``), and requests that follow from it."""

    rows: list[Row] = field(default_factory=list)
    rejected: list[tuple[Any, str]] = field(default_factory=list)
    follow: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Rule:
    """An expectation over a row's fields: ``holds`` takes the frame and gives True for each row that is good (unknown is good)."""

    name: str
    reason: str
    holds: Callable[[Any], Any]


@dataclass(frozen=True)
class Source:
    """One live source: the declaration of its dataset, how it is asked, and how an answer becomes rows.

    ``steps(since)`` gives the requests of a refresh (``since``: a day, None = what is current); ``convert(raw, context)`` the
    rows. ``kind``: ``observations`` are added to by key, a ``register`` is replaced whole by each good list.
    ``every_s``: how often it is worth asking; ``pause_s``: seconds between two calls; ``daily``: most calls a day.
    """

    name: str
    title_en: str
    title_zh: str
    row_en: str
    row_zh: str
    publisher_en: str
    publisher_zh: str
    page: str
    fields: tuple[Column, ...]
    primary_key: tuple[str, ...]
    steps: Callable[[dt.date | None], Sequence[Step]]
    convert: Callable[[bytes, Context], Batch]
    every_s: int
    licence: Mapping[str, str] = field(default_factory=lambda: OGDL)
    kind: str = "observations"
    pause_s: float = 1.0
    daily: int = 5000
    measures: tuple[str, ...] = ()                  # fields that are summed by district, hex and hour
    rules: tuple[Rule, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)        # {query parameter: variable of the environment}
    oauth: tuple[str, str, str] | None = None       # token address, variables of client id and secret
    least_share: float = 0.5                        # a list shorter than this share of the last good one is refused
    dataset_number: str | None = None               # on data.gov.tw
    caveat_en: str | None = None
    caveat_zh: str | None = None

    @property
    def environment(self) -> tuple[str, ...]:
        """Variables that must be set for this source to be asked at all."""
        return (*self.keys.values(), *(self.oauth[1:] if self.oauth else ()))

    @property
    def has_points(self) -> bool:
        return {"lat", "lon"} <= {column.name for column in self.fields}

    @property
    def is_timed(self) -> bool:
        return self.kind == "observations"

    def column(self, name: str) -> Column:
        return next(column for column in self.fields if column.name == name)

    def descriptor(self) -> dict[str, Any]:
        """The dataset as a Frictionless Data Resource, in the words of data/datapackage.yaml."""
        found: dict[str, Any] = {
            "name": self.name, "title": self.title_en, "title_zh": self.title_zh, "row_en": self.row_en, "row_zh": self.row_zh,
            "sources": [{"title": self.title_en, "publisher_en": self.publisher_en, "publisher_zh": self.publisher_zh,
                         "path": self.page, **({"dataset_number": self.dataset_number} if self.dataset_number else {})}],
            "licenses": [dict(self.licence)],
            "schema": {"fields": [column.descriptor() for column in self.fields], "primaryKey": list(self.primary_key)},
        }
        if self.caveat_en:
            found |= {"caveat_en": self.caveat_en, "caveat_zh": self.caveat_zh}
        return found


def one(url: str, expects: str = "json", **params: str) -> Callable[[dt.date | None], Sequence[Step]]:
    """A refresh of a single request, the same whatever ``since``."""
    step = Step("all", url, tuple(params.items()), expects)
    return lambda since: (step,)
