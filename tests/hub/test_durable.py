"""What must outlive a power cut waits for the disk; a plain heartbeat does not."""

from sqlalchemy import event, text

from hub.database import Database
from tests.hub.conftest import Opened


def waits(database: Database, durable: bool) -> str:
    """How a transaction of this kind waits for the disk, as the database itself says it."""
    with database.writing(durable=durable) as session:
        return str(session.execute(text("PRAGMA synchronous" if database.is_sqlite else "SHOW synchronous_commit")).scalar())


def test_each_kind_of_transaction_waits_as_it_says(hub: Opened):
    full, soon = ("2", "1") if hub.database.is_sqlite else ("on", "off")
    assert [waits(hub.database, durable) for durable in (True, False, True)] == [full, soon, full]


def test_acknowledgements_and_visits_wait_for_the_disk(small_hub: Opened):
    small_hub.beat()
    (number,) = small_hub.order("sleep")
    asked: list[str] = []
    event.listen(small_hub.database._engine, "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql))
    small_hub.beat()
    assert "PRAGMA synchronous=NORMAL" in asked and "PRAGMA synchronous=FULL" not in asked
    asked.clear()
    small_hub.beat(acknowledged=[{"id": number, "outcome": "done"}])
    assert "PRAGMA synchronous=FULL" in asked and "PRAGMA synchronous=NORMAL" not in asked
