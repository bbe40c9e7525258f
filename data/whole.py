"""Files written whole or not at all: a reader, in this process or another, sees the old file or the new one.

What many processes would make at once, one makes: :func:`alone`.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to; it takes the place of ``target`` when the block ends well, on disk by then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """``folder`` to this process alone; others wait. The lock ends with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:     # not on Windows: there two processes may make the same file, of the same bytes
            pass
        yield


def write(target: Path, content: bytes) -> None:
    """``content`` stands in ``target`` afterwards."""
    with replaced(target) as part:
        part.write_bytes(content)
