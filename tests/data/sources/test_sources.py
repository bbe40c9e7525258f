"""Every source: declared whole, reads its true shape, and keeps its last good copy whatever the other side does."""

import json
from dataclasses import replace

import frictionless
import pyarrow.parquet as pq
import pytest

from data.sources import all_sources
from data.sources.core import refresh as work
from data.sources.core.declaration import OGDL, Source
from data.sources.core.fetching import Fetcher
from data.sources.core.frame import ARROW
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf
from tests.data.sources.conftest import KEYS, ROOMY, SHORT
from tests.data.sources.payloads import ANSWERS, EXPECTED
from tests.data.sources.rehearsal import MISBEHAVIOURS, TOKEN, Play, playing

SOURCES = all_sources()
by_name = pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))


def ask(source: Source, home: Home, play: Play, patience: object = ROOMY, **more: object) -> work.Outcome:
    """A refresh against the rehearsal; downloads that leave the portal are led back to it by their file name."""
    token = play.url + "/token" if source.oauth else None
    fetcher = Fetcher(source, patience, KEYS, token_url=token)  # type: ignore[arg-type]
    return work.refresh(source, home, fetcher, url=play.url, **more)  # type: ignore[arg-type]


def rows(source: Source, home: Home) -> list[dict[str, object]]:
    return [row for file in Shelf(source, home.shelf(source.name)).row_files() for row in pq.read_table(file).to_pylist()]


def test_every_source_is_rehearsed():
    assert set(ANSWERS) == set(EXPECTED) == set(SOURCES)


@by_name
def test_it_is_declared_whole(source: Source):
    descriptor = source.descriptor()
    frictionless.Schema.from_descriptor(descriptor["schema"])
    names = [column.name for column in source.fields]
    assert len(set(names)) == len(names)
    assert {column.type for column in source.fields} <= set(ARROW)
    assert set(source.primary_key) <= set(names)
    assert all(source.column(name).required or name == "time" for name in source.primary_key)
    assert set(source.measures) <= {column.name for column in source.fields if column.type in ("integer", "number")}
    assert all(column.unit for column in source.fields if column.type in ("integer", "number")), "a number without a unit"
    assert source.licence == OGDL
    assert all([source.title_en, source.title_zh, source.row_en, source.row_zh, source.publisher_en, source.publisher_zh])
    assert bool(source.caveat_en) == bool(source.caveat_zh)
    assert source.kind in ("observations", "register")
    assert ("time" in source.primary_key) == (source.kind == "observations")
    for step in source.steps(None):
        assert step.url.startswith("https://"), "TLS always"
        assert not set(KEYS.values()) & set(dict(step.params).values())
        assert type(step).from_json(json.loads(json.dumps(step.to_json()))) == step


@by_name
def test_it_reads_its_true_shape(source: Source, home: Home):
    with playing(ANSWERS[source.name]) as play:
        outcome = ask(source, home, play)
        agents = {headers["User-Agent"] for headers in play.headers}
        bearers = {headers.get("Authorization") for headers in play.headers}
    assert outcome.state == "good", outcome.reason
    assert (outcome.new, outcome.refused) == EXPECTED[source.name]
    assert agents == {next(iter(agents))} and "TaoyuanExhibition" in next(iter(agents))
    assert bearers == ({f"Bearer {TOKEN}"} if source.oauth else {None})
    kept = rows(source, home)
    assert len(kept) == EXPECTED[source.name][0]
    for row in kept:
        if row.get("lat") is not None:
            assert 24 < row["lat"] < 26 < 120 < row["lon"] < 122  # type: ignore[operator]
    reasons = [reason for one in home.quarantined(source.name) for reason in one["reasons"]]
    assert len(reasons) == EXPECTED[source.name][1]
    everything = "".join(path.read_text("utf-8") for path in home.root.rglob("*.json"))
    assert not [secret for secret in KEYS.values() if secret in everything], "a key was written down"


@by_name
def test_the_same_again_changes_nothing(source: Source, home: Home):
    with playing(ANSWERS[source.name]) as play:
        ask(source, home, play)
        before = Shelf(source, home.shelf(source.name)).manifest()
        again = ask(source, home, play)
    if source.name == "tycg_parking" or (source.name == "tycg_traffic"):  # their rows are of the minute they were asked
        assert again.state == "good"
        return
    assert (again.state, again.new, again.changed) == ("good", 0, 0)
    assert Shelf(source, home.shelf(source.name)).manifest() == before


@by_name
def test_it_keeps_its_last_good_copy_and_says_so(source: Source, home: Home):
    """Fifteen ways to misbehave, one after the other, after one good answer."""
    with playing(ANSWERS[source.name]) as play:
        assert ask(source, home, play).state == "good"
        before, good = rows(source, home), home.status(source.name)["last_good"]
        for number, (what, (misbehave, words)) in enumerate(MISBEHAVIOURS.items(), start=1):
            play.misbehave = misbehave
            # Asked once; a piece of what drips may itself come late.
            once = {"slow": replace(SHORT, attempts=1), "drips": replace(SHORT, attempts=1, read_s=30.0)}
            outcome = ask(source, home, play, once.get(what, SHORT))
            assert outcome.state == "failed", (outcome, what)
            assert words in outcome.reason, what
            assert "Traceback" not in outcome.reason and len(outcome.reason) < 300
            assert rows(source, home) == before, what
            status, standing = home.status(source.name), work.standing(source, home)
            assert status["last_good"] == good
            assert status["failures"] == number
            assert standing["last_try"]["state"] == "failed" and standing["last_try"]["reason"] == outcome.reason
            assert standing["age_s"] is not None and standing["age_s"] >= 0
            assert (status["not_before"] is not None) == (what == "429")
        play.misbehave = None
        assert ask(source, home, play).state == "good"
    assert home.status(source.name)["failures"] == 0


@pytest.mark.parametrize("source", [one for one in SOURCES.values() if one.environment], ids=lambda one: one.name)
def test_without_its_key_it_asks_nobody(source: Source, home: Home):
    with playing(ANSWERS[source.name]) as play:
        outcome = work.refresh(source, home, Fetcher(source, SHORT, {}), url=play.url)
        assert play.asked == []
    assert outcome.state == "waiting"
    assert all(name in outcome.reason for name in source.environment)
