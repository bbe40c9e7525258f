"""Bytes of a public body into records and cells: encodings, missing marks, the Republic's years, swapped coordinates."""

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from data.catalog import ROOT
from data.sources.core.declaration import Batch, Row
from data.sources.core.errors import CellError, Elsewhere, Refused

# Marks for "not measured" met in the sources: "x" (MOENV), -99 (CWA), -98 (city rain: under maintenance), "-" (MOE).
MISSING = {"", "-", "--", "x", "X", "NA", "N/A", "NaN", "nan", "null", "None", "/", "…"}
MISSING_NUMBERS = {-99.0, -98.0, -99.5, -99.8, -999.0, -990.0, -9999.0}
TAOYUAN = (120.95, 24.55, 121.55, 25.16)        # west, south, east, north: the city with about 3 km to spare
COUNTY = re.compile("桃園[市巿縣]")                # 巿 (U+5DFF) is met where 市 is meant; 縣 until December 2014
OLD_TOWNS = ("市", "鎮", "鄉")                   # ends of the thirteen towns' names before they became districts
ROC = 1911


def as_text(raw: bytes, *encodings: str) -> str:
    """``raw`` in the first of ``encodings`` (UTF-8 with or without a mark when none is named) it fits. Raises Refused."""
    for encoding in encodings or ("utf-8-sig",):
        try:
            found = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in found:
            return found
    raise Refused(f"is not {' or '.join(encodings or ('UTF-8',))} text (wrong encoding)")


def is_html(raw: bytes) -> bool:
    """The answer is a web page, whatever its type says."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (b"<html" in head and not head.startswith(b"<?xml"))


def as_json(raw: bytes) -> Any:
    """The JSON value in ``raw``. Raises Refused: a web page, cut off, not JSON, empty."""
    if is_html(raw):
        raise Refused("a web page came instead of JSON")
    content = as_text(raw)
    if not content.strip():
        raise Refused("the answer is empty")
    try:
        return json.loads(content)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"is not JSON, or cut off ({getattr(error, 'msg', 'nested too deep')})") from None


def records(raw: bytes, *path: str) -> list[dict[str, Any]]:
    """The list of objects in ``raw``: the answer itself, or under the first of ``path`` (dotted) that is there. Raises Refused."""
    found = as_json(raw)
    for way in path:
        inner = found
        for name in way.split("."):
            inner = inner.get(name) if isinstance(inner, dict) else None
        if inner is not None:
            found = inner
            break
    if not isinstance(found, list):
        raise Refused(f"no list of records in the answer ({_said(found)})")
    if not found:
        raise Refused("the list is empty")
    if not all(isinstance(one, dict) for one in found):
        raise Refused("the list holds something that is no record")
    return found


def _said(value: Any) -> str:
    """What a source says instead of its list, short."""
    if isinstance(value, dict):
        for name in ("message", "Message", "responseMessage", "error", "detail"):
            if isinstance(value.get(name), str):
                return value[name][:120]
        return "it has " + ", ".join(list(map(str, value))[:8])
    return type(value).__name__


def as_xml(raw: bytes) -> Element:
    """The root element. Raises Refused; entities and external references are refused by defusedxml."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring
    if is_html(raw):
        raise Refused("a web page came instead of XML")
    if not raw.strip():
        raise Refused("the answer is empty")
    try:
        return fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refused(f"is not XML, or cut off ({type(error).__name__})") from None


def elements(raw: bytes, *tags: str) -> list[dict[str, str | None]]:
    """Elements named ``tags`` anywhere in ``raw``, as {child or attribute: text}. Raises Refused when there is none."""
    root = as_xml(raw)
    found = [
        {**one.attrib, **{child.tag.rpartition("}")[2]: child.text for child in one if len(child) == 0}}
        for one in root.iter() if one.tag.rpartition("}")[2] in tags
    ]
    if not found:
        raise Refused(f"no element {' or '.join(tags)} in the answer")
    return found


def table(raw: bytes, *encodings: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV by header. A second header row (Chinese under English) is passed over. Raises Refused."""
    if is_html(raw):
        raise Refused("a web page came instead of CSV")
    lines = csv.reader(io.StringIO(as_text(raw, *(encodings or ("utf-8-sig", "cp950"))), newline=""))
    try:
        head = [name.strip().strip("﻿") for name in next(lines)]
    except StopIteration:
        raise Refused("the answer is empty") from None
    if len(head) < 2:
        raise Refused("is no comma-separated table")
    for number, cells in enumerate(lines):
        if number == 0 and cells and cells[0].strip() in ("統計年月", "統計年度", "學年度"):
            continue
        if any(cell.strip() for cell in cells):
            yield dict(zip(head, cells, strict=False))


def rows(found: Iterable[Any], one: Callable[[Any], Row | None], is_national: bool = False) -> Batch:
    """``one(record)`` of each record: a row, None = not ours (another county), CellError = refused with its reason.

    ``is_national``: the source answers for all of Taiwan, so a position elsewhere is not ours and no fault.
    """
    batch = Batch()
    for record in found:
        try:
            row = one(record)
        except CellError as error:
            if not (is_national and isinstance(error, Elsewhere)):
                batch.rejected.append((record, str(error)))
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            batch.rejected.append((record, f"the record has another shape ({type(error).__name__}: {error})"))
        else:
            if row is not None:
                batch.rows.append(row)
    return batch


def text(value: Any) -> str | None:
    """``value`` without blanks round it; a missing mark is None; control characters are taken out."""
    if value is None:
        return None
    found = "".join(letter for letter in str(value) if letter.isprintable() or letter == " ").strip()
    return None if found in MISSING else found


def needed(value: Any, name: str) -> str:
    found = text(value)
    if found is None:
        raise CellError(f"{name} is missing")
    return found


def number(value: Any, loose: bool = False) -> float | None:
    """``value`` as a number; None for marks of missing. ``loose``: any text is unknown, else CellError."""
    if isinstance(value, bool):
        raise CellError(f"{value!r} is no number")
    found = text(value)
    if found is None:
        return None
    try:
        parsed = float(found.replace(",", ""))
    except ValueError:
        if loose:
            return None
        raise CellError(f"{found[:40]!r} is no number") from None
    if not math.isfinite(parsed):
        raise CellError(f"{found!r} is no number")
    return None if parsed in MISSING_NUMBERS else parsed


def whole(value: Any, loose: bool = False) -> int | None:
    """As :func:`number`, a whole one."""
    found = number(value, loose)
    if found is None:
        return None
    if found != int(found) or abs(found) > 2**53:
        raise CellError(f"{value!r} is no whole number")
    return int(found)


def point(lon: Any, lat: Any, box: tuple[float, float, float, float] = TAOYUAN) -> tuple[float, float]:
    """(lon, lat) inside ``box``; swapped ones are turned round. Raises CellError: missing, or outside both ways."""
    x, y = number(lon), number(lat)
    if x is None or y is None:
        raise CellError("has no position")
    west, south, east, north = box
    for found in ((x, y), (y, x)):
        if west <= found[0] <= east and south <= found[1] <= north:
            return found
    if box == TAOYUAN:
        raise Elsewhere(f"the position {x:g}, {y:g} is not in Taoyuan")
    raise CellError(f"the position {x:g}, {y:g} is out of frame")


TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y%m%d%H%M%S", "%Y-%m-%d", "%Y/%m/%d",
         "%Y%m%d", "%Y/%m/%d %I:%M:%S %p")
TAIPEI = dt.timezone(dt.timedelta(hours=8))     # Taiwan has kept UTC+8 without summer time since 1979


def moment(value: Any, fetched: dt.datetime | None = None) -> dt.datetime:
    """``value`` on the clock of Taiwan, without a zone. Raises CellError: missing, unreadable, before 1990, in the future."""
    found = needed(value, "the time")
    found = re.sub(r"上午\s*([\d:]+)", r"\1 AM", re.sub(r"下午\s*([\d:]+)", r"\1 PM", found))
    parsed = None
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", found):
        try:
            parsed = dt.datetime.fromisoformat(found)
        except ValueError:
            parsed = None
        if parsed is not None and parsed.tzinfo is not None:
            parsed = parsed.astimezone(TAIPEI).replace(tzinfo=None)
    else:
        for form in TIMES:
            try:
                parsed = dt.datetime.strptime(found, form)
                break
            except ValueError:
                continue
    if parsed is None:
        raise CellError(f"{found[:40]!r} is no time")
    if parsed.year < 1990:
        raise CellError(f"the time {found[:40]!r} is before 1990")
    if fetched is not None and parsed > fetched + dt.timedelta(hours=1):
        raise CellError(f"the time {found[:40]!r} lies in the future")
    return parsed


def roc_year(value: Any) -> int:
    """The year of the common era: 108 and 2019 both give 2019. Raises CellError outside 1990 to 2100."""
    found = whole(value)
    year = None if found is None else found + ROC if found < 1000 else found
    if year is None or not 1990 <= year <= 2100:
        raise CellError(f"{value!r} is no year")
    return year


def roc_month(value: Any) -> dt.datetime:
    """The first of the month: 10812, 201912, 2019-12, "108/12" and "108年12月" give 2019-12-01. Raises CellError."""
    found = needed(value, "the month")
    match = re.fullmatch(r"(\d{2,4})\D+(\d{1,2})\D?", found) or re.fullmatch(r"(\d{2,4})(\d\d)", found)
    if not match or not 1 <= int(match[2]) <= 12:
        raise CellError(f"{found!r} is no month")
    return dt.datetime(roc_year(match[1]), int(match[2]), 1)


@lru_cache(maxsize=1)
def district_codes() -> Mapping[str, str]:
    """{name as any source writes it: code}, from the table of districts."""
    with (ROOT / "tables" / "districts.csv").open(encoding="utf-8", newline="") as file:
        named = {row["name_zh"]: row["code"] for row in csv.DictReader(file)}
    stems = {name[:-1]: code for name, code in named.items()}
    return {**named, **{f"桃園縣{stem}{end}": code for stem, code in stems.items() for end in OLD_TOWNS}}


def is_taoyuan(county: Any) -> bool:
    return bool(COUNTY.match(text(county) or ""))


def district(value: Any) -> str:
    """The district code of 中壢區, 桃園市中壢區, 桃園縣中壢市 (until 2014). Raises CellError, also on 桃園市: that is the city."""
    found = needed(value, "the district").replace("巿", "市").replace("　", "").replace(" ", "")
    codes = district_codes()
    for name in (found.removeprefix("桃園市"), found.removeprefix("桃園縣"), found):
        if name in codes:
            return codes[name]
    raise CellError(f"{found[:40]!r} is no district of Taoyuan")
