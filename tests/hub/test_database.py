"""The database: shaped by migrations as the models say, on both kinds; given up quickly, and back by itself."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from hub import database as databases
from hub.database import Database, Unreachable
from hub.tables import Base
from tests.hub.conftest import HALL, Opened, heartbeat
from tests.hub.postgres import Postgres


def test_the_migrations_lead_to_the_models(hub: Opened):
    hub.database.check()
    with hub.database.writing() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(session.connection()).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_a_second_process_finds_it_in_shape(hub: Opened, database_url: str):
    hub.beat()
    other = Database(database_url)
    other.check()
    other.close()


def test_a_database_that_cannot_be_opened_is_said_once_and_not_asked_again_at_once(
    open_hub: Callable[..., Opened], tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "file").write_text("no folder")
    hub = open_hub(f"sqlite:///{tmp_path / 'file' / 'hub.sqlite'}")
    for _ in range(3):
        answer = hub.post("heartbeat", heartbeat())
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert answer.mimetype == "application/problem+json"
    assert caplog.text.count("hub database:") == 1
    page = hub.client.get("/hub?lang=en", environ_base=HALL)
    assert page.status_code == 200, "the login needs no database"


def test_a_file_that_is_no_database_is_503(open_hub: Callable[..., Opened], tmp_path: Path):
    (tmp_path / "hub.sqlite").write_bytes(b"not a database at all" * 100)
    assert open_hub(f"sqlite:///{tmp_path / 'hub.sqlite'}").post("heartbeat", heartbeat()).status_code == 503


def test_postgresql_gone_and_back(open_hub: Callable[..., Opened], real_postgres: Postgres, monkeypatch: pytest.MonkeyPatch):
    """It crashes: the hub says so quickly; it comes back: what was answered before is there, and the screens report on."""
    monkeypatch.setattr(databases, "PAUSE_S", 0.2)
    hub = open_hub(real_postgres.new_database())
    hub.beat()
    (number,) = hub.order("restart")
    real_postgres.stop()
    try:
        begun = time.monotonic()
        for _ in range(5):
            assert hub.post("heartbeat", heartbeat()).status_code == 503
        assert time.monotonic() - begun < 10
    finally:
        real_postgres.start()
    time.sleep(0.3)
    assert [one["id"] for one in hub.beat()["commands"]] == [number]


def test_the_password_is_in_no_message(caplog: pytest.LogCaptureFixture):
    gone = Database("postgresql://hub:very-secret@127.0.0.1:1/hub")
    with pytest.raises(Unreachable) as refused:
        gone.check()
    assert "very-secret" not in caplog.text + str(refused.value)
