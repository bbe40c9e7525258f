"""The hub alone in a Flask of its own, on both databases."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import settings
from hub import opened
from tests.conftest import Client
from tests.hub.postgres import Postgres, missing, postgres

ORGANISER = "an-organisers-token-for-tests"
OTHER = "another-organisers-token-00"
SCREEN = "a-token-that-screens-present"
HALL = {"REMOTE_ADDR": "192.168.7.9"}


@pytest.fixture(scope="session")
def real_postgres() -> Iterator[Postgres]:
    """One PostgreSQL for all tests; never skipped where the build runs (CI is set there)."""
    if missing():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed; `make browser` installs it")
        pytest.skip("PostgreSQL is not installed (`make browser` installs it)")
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub' / 'hub.sqlite'}"
    return request.getfixturevalue("real_postgres").new_database()


@dataclass
class Opened:
    """A hub and how it is asked."""

    server: Flask
    client: FlaskClient

    def post(self, path: str, body: Any, token: str = SCREEN, **extra: Any) -> TestResponse:
        return self.client.post(
            f"/hub/api/{path}", json=body, headers={"Authorization": f"Bearer {token}"}, environ_base=HALL, **extra
        )

    def beat(self, screen: str = "lobby-1", **values: Any) -> dict[str, Any]:
        answer = self.post("heartbeat", heartbeat(screen, **values))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def order(self, kind: str, screen: str = "lobby-1", **payload: Any) -> list[int]:
        answer = self.post("commands", {"screen": screen, "kind": kind, "payload": payload}, ORGANISER)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return answer.get_json()["commands"]

    @property
    def database(self) -> Any:
        return self.server.extensions["hub"].database()


def heartbeat(screen: str = "lobby-1", **values: Any) -> dict[str, Any]:
    """A heartbeat as docs/hub.md describes it."""
    return {
        "screen": screen,
        "profile": "kiosk-55-landscape",
        "state": "attract",
        "release": "0.1.0",
        "data": "ab12cd34ef56",
        **values,
    }


@pytest.fixture
def open_hub() -> Iterator[Callable[..., Opened]]:
    """Makes a hub with settings of its own; its database is let go at the end."""
    made: list[Opened] = []

    def make(url: str, **chosen: str) -> Opened:
        given = {"HUB_TOKENS": f"desk={ORGANISER}, curator={OTHER}", "HUB_SCREEN_TOKEN": SCREEN, "HUB_DATABASE_URL": url, **chosen}
        server = Flask("hub-alone", static_folder=None)
        opened.install(server, settings.read(given))
        made.append(Opened(server, Client(server, server.response_class)))
        return made[-1]

    yield make
    for one in made:
        if one.server.extensions["hub"].is_open:
            one.database.close()


@pytest.fixture
def hub(open_hub: Callable[..., Opened], database_url: str) -> Opened:
    """An open hub with an empty database, of each kind."""
    return open_hub(database_url)


@pytest.fixture
def small_hub(open_hub: Callable[..., Opened], tmp_path: Path) -> Opened:
    """An open hub with an empty SQLite, where the kind of database does not matter."""
    return open_hub(f"sqlite:///{tmp_path / 'hub.sqlite'}")
