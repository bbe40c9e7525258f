"""The database is opened beside the start, once; a closed hub opens nothing, and one that cannot be opened stops nothing."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

import settings
from hub import opened
from tests.hub.conftest import Opened


def test_an_open_hub_opens_its_database_beside_the_start(open_hub: Callable[..., Opened], tmp_path: Path):
    hub = open_hub(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    assert not (tmp_path / "hub.sqlite").exists()
    hub.server.extensions["hub"].warm().join(timeout=60)
    assert (tmp_path / "hub.sqlite").exists()
    hub.beat()


def test_one_that_cannot_be_opened_ends_quietly(open_hub: Callable[..., Opened], tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    thread = open_hub(f"sqlite:///{tmp_path / 'file' / 'hub.sqlite'}").server.extensions["hub"].warm()
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_a_closed_hub_opens_nothing():
    assert opened.install(Flask("closed", static_folder=None), settings.read({})).warm() is None
