"""The frozen releases as pages and programs name them: where they lie, which is newest, what has changed since."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, has_app_context

import settings
from data import releases, store
from data.catalog import CATALOG
from data.records import Edition


def folder() -> Path:
    """Where releases lie, by setting."""
    chosen = current_app.config["SETTINGS"] if has_app_context() else settings.read()
    return Path(str(chosen["releases"]))


def newest() -> str | None:
    """The last release; None while there is none."""
    known = releases.listed(folder())
    return known[-1] if known else None


def today() -> Edition:
    """The tables as they are served now."""
    return Edition(store.version(), CATALOG, store.load)


def cited() -> Edition:
    """What a paper should name: the newest release while its numbers are still those shown, else what is shown."""
    version = newest()
    if version and releases.manifest(folder(), version)["data_version"] == store.version():
        return Edition(store.version(), CATALOG, store.load, version)
    return today()


def since() -> dict[str, dict[str, list[Any]]]:
    """What has changed since the newest release, as :func:`data.releases.changes`; empty while there is none.

    Raises ReleaseError when a file of it is not what was frozen.
    """
    version = newest()
    return _since(str(folder()), version, store.version()) if version else {}


@lru_cache(maxsize=4)
def _since(where: str, version: str, _data_version: str) -> dict[str, dict[str, list[Any]]]:
    before = releases.open_release(Path(where), version)
    return releases.changes(before, today())


def address(path: str) -> str:
    """``path`` as the world knows it, where PUBLIC_URL says so; else the path, and the browser puts its own host before it.

    A baked page is shown to everyone, so the host one visitor asked of must not stand in it.
    """
    chosen = current_app.config["SETTINGS"] if has_app_context() else settings.read()
    return str(chosen["public_url"]).rstrip("/") + path
