"""What is derived is kept as text, in this process or in a real Redis, and a lost Redis costs nothing but time."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask_caching import Cache

from server import cache as kept_in
from tests.serving import free_port, serving

needs_redis = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not installed (make browser installs it)"
)
BODIES = {"/", "/map", "/timeline"}


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[redis.Redis, subprocess.Popen[bytes], int]]:
    """A Redis of our own that writes nothing to disk; a client of it, its process, its port."""
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    client = redis.Redis(port=port)
    try:
        for _ in range(100):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        yield client, process, port
    finally:
        client.close()
        process.kill()
        process.wait()


@pytest.mark.parametrize("url", ["memory://", "redis://127.0.0.1:6379/0", "rediss://example:6380/1", "unix:///run/redis.sock"])
def test_the_setting_chooses_where(url: str):
    chosen = kept_in.config(url)
    assert chosen["CACHE_DEFAULT_TIMEOUT"] == kept_in.KEEP_S
    assert chosen["CACHE_TYPE"] == ("SimpleCache" if url.startswith("memory") else "RedisCache")


def test_another_scheme_is_refused_in_words():
    with pytest.raises(ValueError, match="CACHE_URL='memcached://x': write memory:// or redis://"):
        kept_in.config("memcached://x")


def test_derived_once_then_kept(monkeypatch):
    server = Flask("test")
    memory = Cache(server, config=kept_in.config("memory://"))
    monkeypatch.setattr(kept_in, "cache", memory)
    calls = []

    def derive() -> str:
        calls.append(1)
        return "桃園"

    with server.app_context():
        assert kept_in.kept("a", derive) == kept_in.kept("a", derive) == "桃園"
        assert kept_in.kept("b", derive) == "桃園"
    assert len(calls) == 2


def test_what_is_no_text_is_derived_again(monkeypatch):
    """Whoever can write to the cache can give text at most: anything else is not used."""
    server = Flask("test")
    memory = Cache(server, config=kept_in.config("memory://"))
    monkeypatch.setattr(kept_in, "cache", memory)
    with server.app_context():
        memory.set("a", {"not": "text"})
        assert kept_in.kept("a", lambda: "text") == "text"


@needs_redis
def test_redis_holds_json_text_and_may_be_lost(tmp_path: Path):
    with (
        redis_server(tmp_path) as (client, process, port),
        serving(tmp_path / "server.log", CACHE_URL=f"redis://127.0.0.1:{port}/0") as running,
    ):
        before = {path: running.get(f"/_page?address={path}") for path in BODIES}
        assert {status for status, _ in before.values()} == {200}
        keys = client.keys("*")
        assert len(keys) >= len(BODIES)
        for key in keys:
            assert key.startswith(b"taoyuan:page:")
            raw = client.get(key)
            assert not raw.startswith((b"\x80", b"!")), "pickled"
            assert json.loads(json.loads(raw))["status"] == 200
            assert 0 < client.ttl(key) <= kept_in.KEEP_S
        assert {path: running.get(f"/_page?address={path}") for path in BODIES} == before  # now from Redis
        client.set(keys[0], b"\x80\x04\x95cposix\nsystem\n")  # a poisoned value is not run, not shown
        assert {path: running.get(f"/_page?address={path}") for path in BODIES} == before
        process.kill()
        process.wait()
        begun = time.monotonic()
        assert {path: running.get(f"/_page?address={path}") for path in BODIES} == before
        assert time.monotonic() - begun < 5
        assert running.get("/readyz")[0] == 200
        assert "cache not reached" in running.log.read_text()
        assert "Traceback" not in running.log.read_text()


def test_a_redis_that_was_never_there(tmp_path: Path):
    with serving(tmp_path / "server.log", CACHE_URL=f"redis://127.0.0.1:{free_port()}/0") as running:
        assert running.get("/map")[0] == 200
        assert "cache not reached" in running.log.read_text()
