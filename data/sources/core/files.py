"""Locks, sums of files, and JSON that survives a power cut."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data import whole
from data.sources.core.errors import SourceError


def write_json(target: Path, value: Any) -> None:
    whole.write(target, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode())


def read_json(path: Path) -> Any:
    """The value in ``path``; None when it is not there or not whole."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def settle(path: Path) -> str:
    """Puts ``path`` onto the disk for good; its SHA-256 comes back."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the lock ends with the process, however it ends. Raises SourceError when another holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SourceError("another refresh of it is running") from None
        yield
