"""``python -m server.preflight``: is everything there that a day in the hall needs? Says what is not, and how to mend it.

Exit 1 when anything is missing; with ``--unattended`` (before each start of the service) only for what no visitor could
do without: a hall opens even when the hub's database is down.
"""

import argparse
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

import settings
from data import store
from server import bundle

LEAST_FREE_MB = 500
FONT_CSS = bundle.ROOT / "assets" / "css" / "15-fonts.css"
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """What is missing, and its mend."""

    what: str
    mend: str


@dataclass(frozen=True)
class Check:
    """One look: its name, whether the doors stay shut without it, and what it finds."""

    name: str
    must: bool
    look: Callable[[Settings], Iterator[Fault]]


def typefaces(_chosen: Settings) -> Iterator[Fault]:
    """Every font file the style sheet names is there and is a WOFF2."""
    for name in sorted(set(re.findall(r"url\(\.\./fonts/([\w.-]+)\)", FONT_CSS.read_text("utf-8")))):
        path = FONT_CSS.parents[1] / "fonts" / name
        if not path.is_file() or path.read_bytes()[:4] != b"wOF2":
            yield Fault(f"assets/fonts/{name} is missing or damaged", "run python -m scripts.build_fonts")


def vendored(_chosen: Settings) -> Iterator[Fault]:
    """Every script the browser loads besides our own is in the house."""
    for file in bundle.VENDOR.values():
        path = bundle.ROOT / "assets" / "vendor" / file
        if not path.is_file() or not path.stat().st_size:
            yield Fault(f"assets/vendor/{file} is missing", "copy the whole release again")


def tables(chosen: Settings) -> Iterator[Fault]:
    """There are good tables to show."""
    store.configure(data_cache=str(chosen["data_cache"]), check_s=float(chosen["data_check_s"]))
    try:
        store.refresh()
    except OSError as error:
        yield Fault(f"the tables cannot be compiled into {chosen['data_cache']}: {error.strerror}", "make DATA_CACHE writable")
        return
    if not store.ready():
        yield Fault("there is no good data to show", "mend the tables below")


def refused(_chosen: Settings) -> Iterator[Fault]:
    """No table is refused: the screens would show its last good version."""
    for problem in store.problems():
        yield Fault(str(problem), "save the mended table, then run python -m data check")


def files(_chosen: Settings) -> Iterator[Fault]:
    """What the browser loads is built."""
    try:
        missing = [name for name in bundle.manifest().values() if not (bundle.OUT / name).is_file()]
    except OSError as error:
        yield Fault(f"what the browser loads cannot be built: {error}", f"make {bundle.OUT} writable for the server")
        return
    for name in missing:
        yield Fault(f"build/static/{name} is missing", "delete build/static.json and run python -m server.bundle")


def port(chosen: Settings) -> Iterator[Fault]:
    """Nobody else listens where the exhibition will."""
    family = socket.AF_INET6 if ":" in str(chosen["host"]) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(chosen["host"]), int(chosen["port"])))
        except OSError as error:
            yield Fault(f"{chosen['host']}:{chosen['port']} cannot be used: {error.strerror}",
                        "stop the other server (ss -ltnp shows it), or set HOST and PORT")


def room(chosen: Settings) -> Iterator[Fault]:
    """There is room for compiled tables and the hub's database."""
    places = {bundle.ROOT / str(chosen["data_cache"]), bundle.ROOT / "build"}
    if str(chosen["hub_database_url"]).startswith("sqlite:///"):
        places.add((bundle.ROOT / str(chosen["hub_database_url"]).removeprefix("sqlite:///")).parent)
    for place in sorted(places):
        there = next(folder for folder in (place, *place.parents) if folder.exists())
        free = shutil.disk_usage(there).free / 1e6
        if free < LEAST_FREE_MB:
            yield Fault(f"{there} has {free:.0f} MB free, {LEAST_FREE_MB} MB are wanted", "make room on that disk")


def clock(_chosen: Settings) -> Iterator[Fault]:
    """The machine does not believe it is before this release was made: a clock without a battery starts in 1970."""
    made = max(path.stat().st_mtime for path in (Path(__file__), *sorted((bundle.ROOT / "data" / "tables").glob("*.csv"))))
    if time.time() < made - 86400:
        yield Fault(f"the clock says {time.strftime('%Y-%m-%d %H:%M')}, before this release", "set the clock (timedatectl)")


def hub(chosen: Settings) -> Iterator[Fault]:
    """Tokens are set and every setting of the hub can be used."""
    from hub.doors import Doors

    try:
        doors = Doors.read(chosen)
    except settings.SettingError as error:
        yield Fault(str(error), "mend the setting; until then the hub stays closed")
        return
    if not doors.tokens:
        yield Fault("HUB_TOKENS is not set: the hub is closed", "set HUB_TOKENS=name=token; python -m hub token makes one")
    if not doors.screen_token:
        yield Fault("HUB_SCREEN_TOKEN is not set: no screen can report", "set HUB_SCREEN_TOKEN; python -m hub token makes one")


def database(chosen: Settings) -> Iterator[Fault]:
    """The hub's database answers, when the hub is open."""
    if not chosen["hub_tokens"] and not chosen["hub_screen_token"]:
        return
    from hub.database import Database, Unreachable

    try:
        opened = Database(str(chosen["hub_database_url"]))
        opened.check()
        opened.close()
    except (ValueError, Unreachable) as error:
        yield Fault(f"the hub's database cannot be reached: {error}", "start it, or mend HUB_DATABASE_URL")


def cache(chosen: Settings) -> Iterator[Fault]:
    """Redis answers, when it is set."""
    if str(chosen["cache_url"]).startswith("memory:"):
        return
    try:
        with redis.Redis.from_url(str(chosen["cache_url"]), socket_timeout=3, socket_connect_timeout=3) as line:
            line.ping()
    except (redis.RedisError, ValueError) as error:
        yield Fault(f"Redis cannot be reached: {error}", "start it, or set CACHE_URL=memory://")


CHECKS = (
    Check("typefaces", True, typefaces), Check("scripts", True, vendored), Check("tables", True, tables),
    Check("no table refused", False, refused), Check("files for the browser", True, files), Check("port", True, port),
    Check("room on the disk", True, room), Check("clock", False, clock), Check("hub's tokens", False, hub),
    Check("hub's database", False, database), Check("Redis", False, cache),
)


def main(arguments: list[str] | None = None) -> int:
    """0 when the doors may open, else 1."""
    asked = argparse.ArgumentParser(prog="python -m server.preflight", description=__doc__)
    asked.add_argument("--unattended", action="store_true", help="exit 1 only for what no visitor could do without")
    unattended = asked.parse_args(arguments).unattended
    try:
        chosen = settings.read()
    except settings.SettingError as error:
        print(f"MISSING  settings: {error}")
        return 1
    shut = False
    for check in CHECKS:
        faults = list(check.look(chosen))
        print(f"{'MISSING ' if faults else 'ok      '} {check.name}")
        for fault in faults:
            print(f"           {fault.what}; {fault.mend}")
        shut = shut or (bool(faults) and (check.must or not unattended))
    print("Not ready: mend what is missing." if shut else "Ready to open the doors.")
    return 1 if shut else 0


if __name__ == "__main__":
    sys.exit(main())
