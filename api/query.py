"""What was asked for: page, fields, language, order, release and filters of an address, checked one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from werkzeug.datastructures import MultiDict

from api.problems import Problem
from data.catalog import Dataset
from data.i18n import LOCALES
from data.queries import rows
from data.records import Edition, stems

DEFAULT_ROWS, MOST_ROWS = 100, 1000  # rows of one answer
MOST_PARAMETERS, LONGEST_VALUE = 40, 200
LARGEST_OFFSET = 10_000_000
OWN = ("limit", "offset", "fields", "lang", "sort", "release")  # names no table may use for a field (tests hold this)


@dataclass(frozen=True)
class Query:
    """A request that makes sense. ``fields`` empty = all; ``sort`` (field, is downward); ``asked`` as in data/queries/rows.py."""

    limit: int = DEFAULT_ROWS
    offset: int = 0
    fields: tuple[str, ...] = ()
    lang: str | None = None
    sort: tuple[str, bool] | None = None
    release: str | None = None
    asked: Mapping[str, list[str]] = field(default_factory=dict)


def bounded(args: "MultiDict[str, str]", own: tuple[str, ...] = OWN) -> None:
    """Raises Problem when there is too much of it, or one of ``own`` stands there twice."""
    if sum(len(values) for values in args.listvalues()) > MOST_PARAMETERS:
        raise Problem("too-many", most=MOST_PARAMETERS)
    for name, values in args.lists():
        if len(name) > LONGEST_VALUE or any(len(value) > LONGEST_VALUE for value in values):
            raise Problem("too-long", name, most=LONGEST_VALUE)
        if name in own and len(values) > 1:
            raise Problem("twice", name)
        if any(not value for value in values):
            raise Problem("bad-value", name, "", "empty")


def only(args: "MultiDict[str, str]", own: tuple[str, ...]) -> None:
    """Raises Problem on a parameter that is none of ``own``, where nothing can be filtered."""
    bounded(args, own)
    for name in args:
        if name not in own:
            raise Problem("unknown-parameter", name, args[name], nearest=rows.near(name, own) or own)


def read(dataset: Dataset, args: "MultiDict[str, str]", own: tuple[str, ...] = OWN) -> Query:
    """``args`` as a Query of ``dataset``; what each filter may be is seen by :func:`chosen`. Raises Problem."""
    bounded(args, own)
    known = rows.filters(dataset)
    asked = {name: values for name, values in args.lists() if name not in own}
    for name, values in asked.items():
        if name not in known:
            raise Problem("unknown-parameter", name, values[0], nearest=rows.near(name, (*known, *own)))
    return Query(
        limit=number(args, "limit", DEFAULT_ROWS, 1, MOST_ROWS) if "limit" in own else MOST_ROWS,
        offset=number(args, "offset", 0, 0, LARGEST_OFFSET) if "offset" in own else 0,
        fields=_fields(dataset, args.get("fields")),
        lang=language(args.get("lang")),
        sort=_sort(dataset, args.get("sort")),
        release=args.get("release"),
        asked=asked,
    )


def chosen(edition: Edition, dataset: Dataset, query: Query) -> pd.DataFrame:
    """All rows that fit, in the order asked for; the page is cut by the caller. Raises Problem."""
    try:
        frame = rows.chosen(dataset, edition.load, query.asked)
    except rows.BadValue as bad:
        raise Problem("bad-value", bad.name, bad.value, bad.why, bad.nearest) from None
    if query.sort:
        name, downward = query.sort
        frame = frame.sort_values(name, ascending=not downward, kind="stable", na_position="last")
    return frame


def number(args: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number of ``args``. Raises Problem, with the nearest one that is allowed."""
    text = args.get(name)
    if text is None:
        return default
    if not rows.WHOLE.fullmatch(text):
        raise Problem("bad-value", name, text, "no_whole_number", (str(default),))
    if not least <= int(text) <= most:
        raise Problem("bad-value", name, text, "out_of_range", (str(min(most, max(least, int(text)))),))
    return int(text)


def language(text: str | None) -> str | None:
    """One of the languages, None when nothing was asked. Raises Problem."""
    if text is not None and text not in LOCALES:
        raise Problem("bad-value", "lang", text, "not_there", rows.near(text, LOCALES) or LOCALES)
    return text


def _fields(dataset: Dataset, text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    names = [one.name for one in dataset.fields]
    good = (*names, *stems(names))
    wanted = tuple(dict.fromkeys(text.split(",")))
    for name in wanted:
        if name not in good:
            raise Problem("unknown-field", "fields", name, nearest=rows.near(name, good))
    return wanted


def _sort(dataset: Dataset, text: str | None) -> tuple[str, bool] | None:
    if text is None:
        return None
    name = text.removeprefix("-")
    good = [one.name for one in dataset.fields]
    if name not in good:
        raise Problem("unknown-field", "sort", name, nearest=rows.near(name, good))
    return name, text.startswith("-")
