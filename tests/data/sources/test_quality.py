"""Quality as it arrives: the four dimensions of a last good copy, counted a second time by hand; reasons counted by kind."""

import ast
import datetime as dt
import json
import re
from collections import Counter

import pytest

from data.catalog import ROOT
from data.i18n import LOCALES, translator
from data.sources import all_sources
from data.sources.core import errors, quality
from data.sources.core import refresh as work
from data.sources.core.declaration import Source
from data.sources.core.fetching import Fetcher, now
from data.sources.core.home import Home
from tests.data.sources.conftest import KEYS, ROOMY
from tests.data.sources.payloads import ANSWERS, _ris, _youbike
from tests.data.sources.rehearsal import playing

SOURCE = all_sources()["tycg_youbike"]
FIELDS = len(SOURCE.fields)
GOOD = [_youbike(number) for number in range(1, 6)]
BAD = {  # kind of its reason: record
    "limits": _youbike(11, tot="600"),
    "rule": _youbike(12, sbi="30", bemp="30"),
    "position": _youbike(13, lat="35.0"),
    "unreadable": _youbike(14, sbi="many"),
    "missing": _youbike(15, sno=""),
}
SENTENCES = re.compile(r"no (whole )?number$|not readable$")      # of cells nobody can read; every other one has a kind of its own


def refreshed(home: Home, *records: dict[str, object]) -> dict[str, object]:
    """What is said of the quality after one answer with ``records``."""
    with playing({"": json.dumps(records, ensure_ascii=False).encode()}) as play:
        outcome = work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}), url=play.url)
    assert outcome.state == "good", outcome.reason
    return work.standing(SOURCE, home)["quality"]


def shares(said: dict[str, object]) -> tuple[object, ...]:
    return tuple(said[name] for name in ("completeness", "validity", "consistency"))


def test_a_whole_answer_is_whole(home: Home):
    said = refreshed(home, *GOOD)
    assert shares(said) == (100, 100, 100) and said["timeliness"] == 100 and said["score"] == 100
    assert (said["rows_read"], said["rows_refused"], said["reasons"]) == (5, 0, {})


def test_a_gap_is_one_cell_and_no_fault(home: Home):
    said = refreshed(home, *GOOD, _youbike(6, snaen=""))
    cells = 6 * FIELDS
    assert shares(said) == (int(1000 * (cells - 1) / cells) / 10, 100, 100)
    assert said["fields"]["name_en"] == round(5 / 6, 4) and said["rows_refused"] == 0


@pytest.mark.parametrize("kind", BAD)
def test_what_is_refused_takes_off_where_it_belongs(home: Home, kind: str):
    """Beside five good records: a cell that does not fit, a rule that is broken, or a record that could not be read."""
    said = refreshed(home, *GOOD, BAD[kind])
    assert said["reasons"] == {kind: 1} and said["rows_refused"] == 1 and said["accepted"] == round(5 / 6, 4)
    is_read = kind in ("limits", "rule")
    cells = 6 * FIELDS if is_read else 5 * FIELDS + 1
    filled = cells - (kind == "missing")
    rows = 6 if is_read else 5
    rules = rows + rows * len(SOURCE.rules) + 5             # keys, rules between fields, places of the good rows
    fitting = filled - (kind in ("limits", "position", "unreadable"))
    expected = (filled / cells, fitting / filled, (rules - (kind == "rule")) / rules)
    assert shares(said) == tuple(int(1000 * share) / 10 for share in expected)


def test_a_record_with_several_faults_is_refused_once_and_counted_once_a_kind(home: Home):
    said = refreshed(home, *GOOD, _youbike(11, tot="600", sbi="900"))       # two cells outside their limits, one rule broken
    assert (said["rows_refused"], said["reasons"]) == (1, {"limits": 1, "rule": 1})
    assert said["validity"] == int(1000 * (6 * FIELDS - 2) / (6 * FIELDS)) / 10


def test_a_key_that_stands_twice_and_a_place_outside_every_district_are_no_longer_consistent(home: Home):
    rules = 6 + 6 * len(SOURCE.rules) + 5
    assert refreshed(home, *GOOD, GOOD[0])["consistency"] == int(1000 * (rules - 1) / rules) / 10      # five rows in the end
    rules = 6 + 6 * len(SOURCE.rules) + 6
    sea = _youbike(9, lat="25.14", lng="121.0")
    said = refreshed(Home(home.root / "other"), *GOOD, sea)
    assert said["consistency"] == int(1000 * (rules - 1) / rules) / 10 and said["rows_refused"] == 0


def test_several_answers_are_counted_as_one(home: Home):
    """Two pages: the shares are those of all their cells, not the mean of two means."""
    source = all_sources()["ris_population"]
    with playing({"ODRP014": _ris("里1", 1, 2), "?COUNTY=桃園市&page=2": _ris("里2", 2, 2)}) as play:
        assert work.refresh(source, home, Fetcher(source, ROOMY, {}), url=play.url).state == "good"
    kept = home.status(source.name)["quality"]
    assert kept["rows_read"] == 2 and kept["cells"] == 2 * len(source.fields)
    first = {"rows_read": 3, "rows_refused": 1, "rows_good": 2, "cells": 9, "reasons": {"time": 1}, "known": {"a": 1}}
    second = {"rows_read": 1, "rows_refused": 0, "rows_good": 1, "cells": 3, "reasons": {}, "known": {"a": 1}}
    assert quality.together([first, second]) == {
        "rows_read": 4, "rows_refused": 1, "accepted": 0.75, "reasons": {"time": 1}, "fields": {"a": 0.6667}, "cells": 12,
        "filled": 0, "fitting": 0, "rules": 0, "held": 0}


@pytest.mark.parametrize("source", all_sources().values(), ids=lambda one: one.name)
def test_the_reasons_are_those_of_the_quarantine(source: Source, home: Home):
    with playing(ANSWERS[source.name]) as play:
        fetcher = Fetcher(source, ROOMY, KEYS, token_url=play.url + "/token" if source.oauth else None)
        assert work.refresh(source, home, fetcher, url=play.url).state == "good"
    said = work.standing(source, home)["quality"]
    lying = [one["reasons"] for one in home.quarantined(source.name)]
    assert said["reasons"] == Counter(kind for reasons in lying for kind in {quality.kind_of(source, one) for one in reasons})
    assert said["rows_refused"] == len(lying)
    assert all(said[name] is not None and 0 < said[name] <= 100 for name in ("completeness", "validity", "consistency", "score"))
    assert set(said["fields"]) == {column.name for column in source.fields}


@pytest.mark.parametrize(("rhythms", "timeliness"), [(0, 100), (2, 100), (4, 50), (20, 10)])
def test_timely_is_measured_by_its_own_rhythm(home: Home, rhythms: int, timeliness: float):
    refreshed(home, *GOOD)
    last = home.status(SOURCE.name)["last_good"]
    at = now() - dt.timedelta(seconds=rhythms * SOURCE.every_s - 1 * (rhythms == 2))
    home.note(SOURCE.name, last_good={**last, "at": at.isoformat()})
    said = work.standing(SOURCE, home)["quality"]
    assert said["timeliness"] == pytest.approx(timeliness, abs=0.2)
    assert said["score"] == pytest.approx((300 + timeliness) / 4, abs=0.2)


def test_a_copy_from_before_this_was_counted_has_no_score(home: Home):
    refreshed(home, *GOOD)
    home.note(SOURCE.name, quality={"rows_read": 5, "rows_refused": 0, "accepted": 1.0, "complete": 0.9, "fields": {}})
    said = work.standing(SOURCE, home)["quality"]
    assert said["rows_read"] == 5 and {said[name] for name in (*quality.DIMENSIONS, "score")} == {None}


def test_every_sentence_of_a_refusal_has_a_kind():
    """The sentences as they stand in the code, whatever is put into them."""
    found = []
    for path in (ROOT / "sources").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("CellError", "Elsewhere"):
                found += [_sentence(one) for one in node.args]
    assert len(found) > 15
    unreadable = [one for one in found if quality.kind_of(SOURCE, one) == "unreadable"]
    assert unreadable and all(SENTENCES.search(one) for one in unreadable), unreadable


def test_every_sentence_of_a_failure_has_a_kind_and_every_kind_its_words():
    found = []
    for path in (ROOT / "sources").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "Unreachable"):
                found += [_sentence(one) for one in node.args[:1]]
    kinds = {one: errors.kind_of(one) for one in found}
    assert len(found) > 30
    assert [one for one, kind in kinds.items() if kind == "other"] == []
    assert set(kinds.values()) == set(errors.FAILURES)
    for locale in LOCALES:
        for kind in (*errors.FAILURES, "other"):
            assert translator(locale)(f"platform.failed_{kind}")


def _sentence(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "'7'" for part in node.values)


def test_rules_declared_are_counted_by_hand():
    """A type a field, what is required, limits, one closed list, a rule between fields, a key, a place."""
    required = sum(column.required for column in SOURCE.fields)
    limits = sum((column.minimum is not None) + (column.maximum is not None) for column in SOURCE.fields)
    assert quality.rules_declared(SOURCE) == FIELDS + required + limits + 1 + len(SOURCE.rules) + 2
