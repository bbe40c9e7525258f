"""One hub of one application: its settings read, its database opened when it is first needed, its addresses put in place."""

import contextlib
import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask

from hub.doors import Doors, Problem
from settings import SettingError

if TYPE_CHECKING:
    from hub.database import Database

log = logging.getLogger(__name__)


class Hub:
    """Doors, database, and choices. A setting that cannot be used closes the hub; it never stops the exhibition."""

    def __init__(self, settings: Mapping[str, Any]):
        self.beat_s = int(settings["hub_heartbeat_s"])
        self.visits = settings["hub_visits"] == "on"
        self.theme = str(settings["theme"])
        self._doors: Doors | None = None
        self._database: Database | None = None
        try:
            if self.beat_s < 1:
                raise SettingError("HUB_HEARTBEAT_S is below 1; write 1 second or more")
            self._doors = Doors.read(settings)
            if self._doors.is_open:
                from hub import database

                self._database = database.Database(str(settings["hub_database_url"]))
        except (SettingError, ValueError, ImportError) as error:
            log.error("The hub stays closed: %s", error)
            self._doors = self._database = None

    @property
    def is_open(self) -> bool:
        """Is there a token, and can every setting be used?"""
        return self._database is not None

    def warm(self) -> threading.Thread | None:
        """Open the database beside the start, so that no visitor's request waits for it; None while the hub is closed."""
        if self._database is None:
            return None
        thread = threading.Thread(target=self._open, daemon=True, name="hub-database")
        thread.start()
        return thread

    def _open(self) -> None:
        from hub.database import Unreachable

        with contextlib.suppress(Unreachable):      # it stands in the log, and the next request tries again
            self.database().check()

    def doors(self) -> Doors:
        """The rules of entry. Raises Problem 403 when a setting could not be used."""
        if self._doors is None:
            raise Problem(403, "The hub is closed", "A setting of the hub cannot be used; the server's log says which.")
        return self._doors

    def database(self) -> "Database":
        """The database. Raises Problem 403 while the hub is closed."""
        if self._database is None:
            raise Problem(403, "The hub is closed", "No token is set on the server (HUB_TOKENS, HUB_SCREEN_TOKEN).")
        return self._database


def install(server: Flask, settings: Mapping[str, Any]) -> Hub:
    """Put the hub's addresses into ``server``. Nothing is opened yet, and nothing else in ``server`` knows of it.

    A closed hub is a few words at its addresses: neither database library is loaded.
    """
    hub = server.extensions["hub"] = Hub(settings)
    if not hub.is_open:
        from hub import closed

        server.register_blueprint(closed.blueprint)
        return hub
    from hub import api, page

    server.register_blueprint(api.blueprint)
    server.register_blueprint(page.blueprint)
    return hub
