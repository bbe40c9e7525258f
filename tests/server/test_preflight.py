"""The preflight finds each thing that is missing and says how to mend it; unattended it opens without the hub."""

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

import settings
from server import bundle, preflight
from tests.server.test_cache import needs_redis, redis_server
from tests.serving import free_port

TOKENS = {"HUB_TOKENS": "desk=" + "t" * 30, "HUB_SCREEN_TOKEN": "s" * 30}


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment in which everything is there."""
    given = {"PORT": str(free_port()), "HUB_DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite'}", **TOKENS}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


def found(look: Any, **environment: str) -> list[str]:
    return [f"{fault.what}; {fault.mend}" for fault in look(settings.read(environment))]


def test_when_all_is_there_the_doors_open(chosen: dict[str, str], capsys: pytest.CaptureFixture[str]):
    assert preflight.main([]) == 0
    said = capsys.readouterr().out
    assert "MISSING" not in said
    assert said.count("ok ") == len(preflight.CHECKS)
    assert said.endswith("Ready to open the doors.\n")


@pytest.mark.parametrize(
    "name, value, what",
    [
        ("HUB_TOKENS", "", "HUB_TOKENS is not set"),
        ("HUB_TOKENS", "desk=short", "HUB_TOKENS, entry 1"),
        ("HUB_SCREEN_TOKEN", "", "no screen can report"),
        ("HUB_DATABASE_URL", "postgresql://hub@127.0.0.1:1/x", "database cannot be reached"),
        ("CACHE_URL", "redis://127.0.0.1:1/0", "Redis cannot be reached"),
    ],
)
def test_what_a_hall_could_do_without_is_said_and_shuts_only_when_somebody_is_there(
    chosen: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, what: str
):
    monkeypatch.setenv(name, value)
    assert preflight.main([]) == 1
    said = capsys.readouterr().out
    assert what in said and "Not ready" in said
    assert preflight.main(["--unattended"]) == 0
    assert what in capsys.readouterr().out


def test_a_port_that_is_taken(chosen: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        (fault,) = found(preflight.port, PORT=str(other.getsockname()[1]))
        assert "cannot be used: Address already in use" in fault and "ss -ltnp" in fault
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        assert preflight.main(["--unattended"]) == 1


def test_a_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("PORT", "peach")
    assert preflight.main([]) == 1
    assert "PORT='peach' is not a whole number" in capsys.readouterr().out


def test_a_typeface_that_is_missing_or_damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    shutil.copytree(preflight.FONT_CSS.parents[1] / "fonts", tmp_path / "fonts")
    (tmp_path / "css").mkdir()
    shutil.copy(preflight.FONT_CSS, tmp_path / "css")
    monkeypatch.setattr(preflight, "FONT_CSS", tmp_path / "css" / preflight.FONT_CSS.name)
    assert found(preflight.typefaces) == []
    first, second, *_ = sorted((tmp_path / "fonts").glob("*.woff2"))
    first.unlink()
    second.write_bytes(b"")
    assert [fault.split(" ")[0] for fault in found(preflight.typefaces)] == [
        f"assets/fonts/{first.name}",
        f"assets/fonts/{second.name}",
    ]


def test_a_script_or_a_built_file_that_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundle, "VENDOR", {"gone.js": "gone.min.js"})
    assert found(preflight.vendored) == ["assets/vendor/gone.min.js is missing; copy the whole release again"]
    monkeypatch.setattr(bundle, "manifest", lambda: {"app.css": "app.gone.css"})
    (fault,) = found(preflight.files)
    assert fault.startswith("build/static/app.gone.css is missing")


def test_no_data_and_a_refused_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preflight.store, "ready", lambda: False)
    assert found(preflight.tables) == ["there is no good data to show; mend the tables below"]
    monkeypatch.setattr(preflight.store, "problems", lambda: ["data/tables/awards.csv, row 7: wrong"])
    assert found(preflight.refused) == [
        "data/tables/awards.csv, row 7: wrong; save the mended table, then run python -m data check"
    ]


def test_a_full_disk_and_a_clock_of_1970(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preflight, "LEAST_FREE_MB", 10**9)
    assert all("1000000000 MB are wanted; make room" in fault for fault in found(preflight.room)) and found(preflight.room)
    assert found(preflight.clock) == []
    monkeypatch.setattr(preflight.time, "time", lambda: 3600.0)
    (fault,) = found(preflight.clock)
    assert "before this release" in fault and "timedatectl" in fault


@needs_redis
def test_a_redis_that_answers_and_then_does_not(tmp_path: Path):
    with redis_server(tmp_path) as (_client, process, port):
        assert found(preflight.cache, CACHE_URL=f"redis://127.0.0.1:{port}/0") == []
        process.kill()
        process.wait()
        (fault,) = found(preflight.cache, CACHE_URL=f"redis://127.0.0.1:{port}/0")
        assert "Redis cannot be reached" in fault
