"""One app a process (Dash keeps its callbacks in a module-wide list), with the defaults of settings.py."""

import os
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient

from settings import SETTINGS

if TYPE_CHECKING:
    from server.shell import Exhibition

for setting in SETTINGS:  # what is set outside must not change what is tested
    os.environ.pop(setting.name.upper(), None)


@pytest.fixture(scope="session")
def app() -> "Exhibition":
    """The exhibition as it is served."""
    import app as opened

    return opened.app


class Client(FlaskClient):
    """Reads every answer to its end, so that no file stays open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app: "Exhibition") -> FlaskClient:
    """Asks the exhibition without a network."""
    return Client(app.server, app.server.response_class)
