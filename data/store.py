"""load(name): each table typed, checked, and mapped from a columnar file that all processes share; handed out as a copy.

A table is read and checked once per content. A changed one is seen without a restart; a broken one is refused, its errors
stand in problems(), and the last good one stays. What is served always fits together: foreign keys hold over the whole set.
"""

import hashlib
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data import catalog, checks, frames, reading, relations, whole
from data.errors import DataError, as_one

if TYPE_CHECKING:
    import pandas as pd

CHECKS = "1"            # goes up when a check or a column type changes: what was compiled before is then checked again
FRESH_S = 2.0           # a file younger than this may change again within one tick of the file system's clock
KEEP_S = 24 * 3600.0    # compiled files no longer served stay this long: another process may map them, a talk may be pinned to them
KEPT_MOST = 4           # versions before the present one whose frames stay mapped in this process
log = logging.getLogger("data")

__all__ = [
    "DataError", "Store", "UnknownVersion", "configure", "listed", "load", "pinned", "problems", "ready", "refresh", "version",
]


class UnknownVersion(LookupError):
    """A data version that is not kept (any more), or never was."""


@dataclass
class _File:
    """What is known of one file on disk: its signature (None = look into it again), and the key of its content."""

    signature: tuple[int, ...] | None = None
    key: str = ""
    raw: bytes | None = None
    errors: tuple[DataError, ...] = ()


@dataclass
class _Served:
    """What is handed out: content key and digest of the compiled file by dataset; frames already mapped; the version."""

    keys: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    mapped: dict[str, "pd.DataFrame"] = field(default_factory=dict)
    version: str = ""


class Store:
    """The tables under ``root`` (a folder with datapackage.yaml), compiled into ``cache``.

    ``check_s``: seconds between two looks whether a file has changed; 0 looks at every call.
    """

    def __init__(self, root: Path | str = catalog.ROOT, cache: Path | str | None = None, check_s: float = 1.0) -> None:
        self.root = Path(root)
        self.cache = Path(cache or os.environ.get("DATA_CACHE") or "build/frames")
        self.check_s = check_s
        self.catalog = catalog.CATALOG if self.root == catalog.ROOT else catalog.read(self.root)
        self._declared = {name: _hash(CHECKS, repr(dataset)) for name, dataset in self.catalog.items()}
        self._files = {name: _File() for name in self.catalog}
        self._served = _Served()
        self._problems: tuple[DataError, ...] = ()
        self._said: set[tuple[str, str]] = set()
        self._digests: dict[str, str] = {}
        self._lock = threading.RLock()
        self._next_look = float("-inf")
        self._kept: dict[str, _Served] = {}

    def load(self, name: str) -> "pd.DataFrame":
        """The table ``name`` as it is now, the caller's own: writing to it changes nothing elsewhere.

        Text and dates are str (missing = NaN), whole numbers int64 or Int64, numbers float64, truth values bool or boolean;
        a list stays one text, see :func:`listed`. A map layer has a ``geometry`` column (WGS84);
        ``geopandas.GeoDataFrame(frame)`` makes it one.
        Raises KeyError on an unknown name; DataError when no good version was ever read.
        """
        self._look()
        served = self._chosen()
        frame = served.mapped.get(name)
        if frame is None:
            frame = self._map(name) if served is self._served else self._map_kept(name, served)
        return frame.copy(deep=False)

    def version(self) -> str:
        """Twelve hex digits over all tables served now; changes when one of them does. Inside :meth:`pinned` the one pinned."""
        self._look()
        return self._chosen().version

    @contextmanager
    def pinned(self, version: str) -> Iterator[None]:
        """Inside, in this thread, :meth:`load` and :meth:`version` answer from the tables as they were in ``version``.

        A version is kept for KEEP_S after another has taken its place, also over a restart and by every process on the same cache.
        Raises UnknownVersion when it is not kept.
        """
        self._look()
        self._version(version)
        token = _PIN.set((self, version))
        try:
            yield
        finally:
            _PIN.reset(token)

    def problems(self) -> list[DataError]:
        """What was refused and why, as the files are now; empty when all is well."""
        self._look()
        return list(self._problems)

    def ready(self) -> bool:
        """Every table of the folder tables/, which all pages rest on, has a good version to show."""
        self._look()
        return all(name in self._served.keys for name, dataset in self.catalog.items() if dataset.path.startswith("tables/"))

    def refresh(self) -> None:
        """Looks now, whatever the time."""
        with self._lock:
            self._next_look = float("-inf")
            self._look()

    def compile(self) -> Iterator[tuple[str, int]]:
        """Maps every table that has a good version: (name, rows), one after the other."""
        self.refresh()
        for name in self.catalog:
            if name in self._served.keys:
                yield name, len(self.load(name))

    def label(self, name: str) -> str:
        """The file of ``name`` as messages call it: data/tables/awards.csv."""
        return f"{self.root.name}/{self.catalog[name].path}"

    def _look(self) -> None:
        """Sees what changed on disk, at most once in ``check_s``; one thread looks, the others go on with what there is."""
        if time.monotonic() < self._next_look or not self._lock.acquire(blocking=not self._served.version):
            return
        try:
            if time.monotonic() >= self._next_look:
                self._update_if_changed()
                self._next_look = time.monotonic() + self.check_s
        finally:
            self._lock.release()

    def _update_if_changed(self) -> None:
        """Takes in what changed. A full or locked disk is no reason to take a good table away: logged, tried again."""
        changed = [name for name in self.catalog if self._read(name)]
        if not changed and self._served.version:
            return
        try:
            with whole.alone(self.cache):     # many workers starting at once compile each table once
                self._update()
        except OSError as error:
            if not self._served.version:
                raise
            log.error("changed tables cannot be compiled: %s", error)
            for name in changed:
                self._files[name] = _File()

    def _path(self, name: str) -> Path:
        """Where the file of ``name`` lies on this machine; one that lives elsewhere is fetched once a content (data/places.py)."""
        dataset = self.catalog[name]
        if not dataset.place:
            return self.root / dataset.path
        from data import places
        try:
            return places.local(dataset.place, dataset.hash or "", self.cache / "places")
        except places.PlaceError as error:
            log.warning("%s: %s", self.label(name), error)
            return self.root / dataset.path         # a copy that was put there by hand, or "is missing"

    def _read(self, name: str) -> bool:
        """Notes signature and content key of the file of ``name``; True when the content is another."""
        known, path = self._files[name], self._path(name)
        signature = _signature(path)
        if signature is not None and signature == known.signature:
            return False
        raw, errors = None, ()
        try:
            raw = reading.content(path, self.label(name))
        except DataError as error:
            errors = (error,)
        key = self._declared[name] + _hash(str(errors) if raw is None else raw)
        is_fresh = signature is None or time.time() - signature[0] / 1e9 < FRESH_S
        known.signature = None if is_fresh else signature
        if key == known.key:
            return False
        self._files[name] = _File(known.signature, key, raw, errors)
        return True

    def _update(self) -> None:
        """Checks what is new on disk, takes what is good and fits, refuses the rest, and says so once."""
        recalled = self._recalled()
        if not self._served.version:
            self._served = recalled
        self._digests = {**recalled.digests, **self._served.digests}
        taken = dict(self._served.keys)
        for name, file in self._files.items():
            if file.key == taken.get(name) or self._is_good(name, file):
                taken[name] = file.key
        opened: dict[str, pd.DataFrame] = {}
        misfits = self._refuse_misfits(taken, opened)
        self._serve(taken, opened)
        self._problems = tuple(error for file in self._files.values() for error in file.errors) + tuple(misfits)
        self._say(self._problems)
        for file in self._files.values():
            file.raw = None

    def _is_good(self, name: str, file: _File) -> bool:
        """True when the content of ``file`` is good by itself; it is then compiled and its digest noted."""
        target = self.cache / frames.file_name(self.catalog[name], file.key)
        if target.name in self._digests and target.exists():
            return True
        if file.errors or (file.raw is None and not self._again(name, file)):
            return False
        try:
            table, errors = reading.table(self.catalog[name], file.raw or b"", self.label(name))
            file.errors = tuple(errors or checks.check(self.catalog[name], table))
            if not file.errors:
                self._digests[target.name] = frames.write(self.catalog[name], table, target)
        except OSError:
            raise
        except Exception as error:      # a fault of the checks themselves may not take the good version off the screens
            log.exception("%s cannot be checked", self.label(name))
            file.errors = (DataError(self.label(name), f"cannot be checked ({type(error).__name__}: {error})",
                                     "put the last good version back and tell whoever keeps the program"),)
        return not file.errors

    def _again(self, name: str, file: _File) -> bool:
        """Reads the bytes of ``file`` once more; False when they are another by now."""
        try:
            file.raw = reading.content(self._path(name), self.label(name))
        except DataError:
            return False
        return self._declared[name] + _hash(file.raw) == file.key

    def _refuse_misfits(self, taken: dict[str, str], opened: dict[str, "pd.DataFrame"]) -> list[DataError]:
        """Takes back from ``taken`` the changed tables that do not fit the others, until all fit; why comes back.

        ``opened`` gains the frames looked at. The changed table is the one refused: the one with the pointing cell, or,
        when only the table pointed to has changed, that one.
        """
        changed = {name for name, key in taken.items() if key != self._served.keys.get(name)}
        refused: dict[tuple[object, ...], DataError] = {}
        while changed:
            for name in list(taken):
                if name not in opened:
                    self._open_into(opened, name, taken)
            back: set[str] = set()
            for misfit in relations.misfits(self.catalog, opened, self.label):
                culprit = next((name for name in (misfit.name, *misfit.others) if name in changed), None)
                if culprit is not None:
                    back.add(culprit)
                    error = misfit.error if culprit == misfit.name else misfit.seen_from(self.label(culprit))
                    refused.setdefault((culprit, misfit.name, error.row, error.column, error.value), error)
            for name in back:
                changed.discard(name)
                opened.pop(name)
                del taken[name]
                if name in self._served.keys:
                    taken[name] = self._served.keys[name]
            if not back:
                break
        return list(refused.values())

    def _open_into(self, opened: dict[str, "pd.DataFrame"], name: str, taken: dict[str, str]) -> None:
        """Adds the frame of ``name`` to ``opened``, or takes ``name`` back when no good version of it is left."""
        if taken[name] == self._served.keys.get(name) and name in self._served.mapped:
            opened[name] = self._served.mapped[name]
            return
        try:
            opened[name] = self._open(name, taken[name])
        except DataError as error:
            log.error("refused: %s", error)
            del taken[name]

    def _chosen(self) -> _Served:
        """What is handed out here: the version pinned in this thread, else the present one."""
        pin = _PIN.get()
        return self._version(pin[1]) if pin and pin[0] is self else self._served

    def _version(self, version: str) -> _Served:
        """The tables of ``version``. Raises UnknownVersion."""
        served = self._served
        if version == served.version:
            return served
        found = self._kept.get(version)
        if found is None:
            found = self._noted(self._note(version), version) if _VERSION.fullmatch(version) else None
            if found is None:
                raise UnknownVersion(version)
            self._remember(found)
        return found

    def _remember(self, served: _Served) -> None:
        with self._lock:
            self._kept[served.version] = served
            while len(self._kept) > KEPT_MOST:
                self._kept.pop(next(iter(self._kept)))

    def _noted(self, note: Path, version: str) -> _Served | None:
        """What a note says was served as ``version``; None without it, or when a declaration or a file is another by now."""
        try:
            known = json.loads(note.read_text(encoding="utf-8"))
            keys, digests = dict(known["served"]), dict(known["frames"])
            files = {name: frames.file_name(self.catalog[name], key) for name, key in keys.items()}
            is_whole = all(key.startswith(self._declared[name]) and files[name] in digests and (self.cache / files[name]).exists()
                           for name, key in keys.items())
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return None
        is_whole = is_whole and _hash(json.dumps(keys, sort_keys=True)) == version
        return _Served(keys, digests, version=version) if is_whole else None

    def _map_kept(self, name: str, served: _Served) -> "pd.DataFrame":
        """The frame of ``name`` in a version before the present one. Raises KeyError, UnknownVersion when its file is gone."""
        with self._lock:
            if name not in served.mapped:
                if name not in served.keys:
                    raise self._missing(name)
                path = self.cache / frames.file_name(self.catalog[name], served.keys[name])
                try:
                    served.mapped[name] = frames.read(self.catalog[name], path, served.digests[path.name])
                except (frames.BrokenFrame, KeyError) as error:
                    self._kept.pop(served.version, None)
                    raise UnknownVersion(served.version) from error
            return served.mapped[name]

    def _note(self, version: str) -> Path:
        """The note of one version, see :meth:`_noted`."""
        return self.cache / self._manifest.name.replace("served.", "kept.").replace(".json", f".{version}.json")

    def _serve(self, taken: dict[str, str], opened: dict[str, "pd.DataFrame"]) -> None:
        """Hands out ``taken`` from now on and writes it down for the next start."""
        old = self._served
        files = {frames.file_name(self.catalog[name], key) for name, key in taken.items()}
        digests = {file: digest for file, digest in self._digests.items() if file in files}
        mapped = {name: frame for name, frame in old.mapped.items() if old.keys.get(name) == taken.get(name)}
        self._served = _Served(taken, digests, mapped | opened, _hash(json.dumps(taken, sort_keys=True)))
        if old.version and old.version != self._served.version:
            self._remember(old)
            with suppress(OSError):
                os.utime(self._note(old.version))       # kept for KEEP_S from now on
        if (taken, digests) != (old.keys, old.digests) or not self._manifest.exists():
            self._write_manifest()
            self._sweep()

    def _map(self, name: str) -> "pd.DataFrame":
        """The frame of ``name``, mapped now. Raises KeyError, DataError."""
        with self._lock:
            served = self._served
            if name not in served.mapped:
                if name not in served.keys:
                    raise self._missing(name)
                served.mapped[name] = self._open(name, served.keys[name])
            return served.mapped[name]

    def _missing(self, name: str) -> Exception:
        if name not in self.catalog:
            return KeyError(f"no table {name!r}; there are {', '.join(self.catalog)}")
        own = tuple(error for error in self._problems if error.file == self.label(name))
        return as_one(own or (DataError(self.label(name), "does not fit the other tables", "see problems()"),))

    def _open(self, name: str, key: str) -> "pd.DataFrame":
        """The frame of ``name`` with the content ``key``; built again from its table when the compiled file is broken.

        Raises DataError when it is broken and the table has changed since.
        """
        dataset, known = self.catalog[name], self._files[name]
        path = self.cache / frames.file_name(dataset, key)
        try:
            return frames.read(dataset, path, self._digests[path.name])
        except (frames.BrokenFrame, KeyError) as error:
            log.warning("%s: building it again", error)
        if known.key != key or not self._again(name, known):
            raise as_one(known.errors or (DataError(self.label(name), "has no good version left", "mend the table"),))
        table, _ = reading.table(dataset, known.raw or b"", self.label(name))
        known.raw = None
        self._digests[path.name] = self._served.digests[path.name] = frames.write(dataset, table, path)
        self._write_manifest()
        return frames.read(dataset, path, self._digests[path.name])

    @property
    def _manifest(self) -> Path:
        """The note of what was last served from this root."""
        return self.cache / f"served.{_hash(str(self.root.resolve()))}.json"

    def _recalled(self) -> _Served:
        """What the manifest says was good, as far as the declarations are still the same; empty without one."""
        try:
            note = json.loads(self._manifest.read_text(encoding="utf-8"))
            keys = {name: key for name, key in note["served"].items()
                    if name in self.catalog and key.startswith(self._declared[name])}
            files = {frames.file_name(self.catalog[name], key) for name, key in keys.items()}
            digests = {name: digest for name, digest in note["frames"].items() if (self.cache / name).exists()}
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return _Served()
        keys = {name: key for name, key in keys.items() if frames.file_name(self.catalog[name], key) in digests}
        return _Served(keys, {name: digest for name, digest in digests.items() if name in files})

    def _write_manifest(self) -> None:
        """Writes down what is served: for the next start, and under its version for those who are pinned to it later."""
        self.cache.mkdir(parents=True, exist_ok=True)
        for target in (self._manifest, self._note(self._served.version)) if self._served.version else (self._manifest,):
            note = {"served": self._served.keys, "frames": self._served.digests}
            whole.write(target, json.dumps(note, indent=1, sort_keys=True).encode())

    def _sweep(self) -> None:
        """Takes away versions that have not been served for KEEP_S, and compiled files of no version that are older than that."""
        names, needed = set(self.catalog), set(self._served.digests)
        for note in self.cache.glob(self._note("*").name):
            with suppress(OSError, ValueError, KeyError, TypeError):
                if note != self._note(self._served.version) and time.time() - note.stat().st_mtime > KEEP_S:
                    note.unlink()
                else:
                    needed |= set(json.loads(note.read_text(encoding="utf-8"))["frames"])
        for path in self.cache.glob("*.*.*"):
            if path.name.split(".")[0] in names and path.name not in needed:
                with suppress(OSError):
                    if time.time() - path.stat().st_mtime > KEEP_S:
                        path.unlink()

    def _say(self, found: tuple[DataError, ...]) -> None:
        """Logs each error once for each content it was found in."""
        keys = {self.label(name): file.key for name, file in self._files.items()}
        for error in found:
            said = (str(error), keys.get(error.file, ""))
            if said not in self._said:
                self._said.add(said)
                log.error("refused: %s", error)


def listed(cell: object, separator: str = ";") -> list[str]:
    """A cell that is a list, split; a missing or empty cell is an empty list."""
    return [part.strip() for part in cell.split(separator) if part.strip()] if isinstance(cell, str) else []


def _signature(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _hash(*parts: str | bytes) -> str:
    """Twelve hex digits of SHA-256 over ``parts``."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode() if isinstance(part, str) else part)
    return sha.hexdigest()[:12]


_VERSION = re.compile(r"[0-9a-f]{12}")
_PIN: ContextVar[tuple[Store, str] | None] = ContextVar("data version pinned here", default=None)
_default = Store()


def configure(data_cache: str | Path | None = None, check_s: float | None = None, root: str | Path | None = None) -> Store:
    """Sets where the default store reads and compiles, and how often it looks; call it before anything is loaded."""
    global _default
    _default = Store(root or _default.root, data_cache or _default.cache,
                     _default.check_s if check_s is None else check_s)
    return _default


def load(name: str) -> "pd.DataFrame":
    """See :meth:`Store.load`, of the default store; so the functions below."""
    return _default.load(name)


def version() -> str:
    return _default.version()


def pinned(version: str) -> AbstractContextManager[None]:
    return _default.pinned(version)


def problems() -> list[DataError]:
    return _default.problems()


def refresh() -> None:
    _default.refresh()


def ready() -> bool:
    return _default.ready()
