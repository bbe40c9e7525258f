"""Files written whole or not at all, locks, and JSON that survives a power cut."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.sources.core.errors import SourceError


def write(target: Path, content: bytes) -> None:
    """``content`` stands in ``target`` afterwards, on disk; a reader sees the old file or the new one, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def write_json(target: Path, value: Any) -> None:
    write(target, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode())


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
