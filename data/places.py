"""Where datasets live: this machine's folders, S3 and Azure Blob side by side (fsspec), one way to read and write them all.

    /srv/data/x.parquet · file:///srv/data/x.parquet
    s3://bucket/x.parquet                   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL of the environment
    abfs://container/x.parquet              AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT_NAME and _KEY

What is read is compared with its SHA-256 and kept on this machine under it; from then on it is read without the cloud.
"""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from data import whole

CLOUDS = ("s3", "abfs")
CONNECT_S, READ_S, MOST_S = 3, 20, 30      # a cloud that is away is away; the copy here is shown meanwhile


class PlaceError(OSError):
    """A place that cannot be read or written, or bytes that are not those that were promised."""


class Place:
    """A folder on this machine or in an object store. ``url`` as above; names are relative to it, with slashes."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._scheme = urlsplit(url).scheme

    def read(self, name: str) -> bytes:
        """The bytes of ``name``. Raises FileNotFoundError when the place is there and the file is not, else PlaceError."""
        system, root = self._opened()
        return self._tried("read", name, lambda: _within(system, "cat_file", f"{root}/{name}"))

    def write(self, name: str, content: bytes) -> None:
        """Puts ``content`` there; object stores show it whole or not at all, and so do our folders. Raises PlaceError."""
        if self._scheme not in CLOUDS:
            target = Path(urlsplit(self.url).path if self._scheme == "file" else self.url) / name
            self._tried("write", name, lambda: whole.write(target, content))
            return
        system, root = self._opened()
        self._tried("write", name, lambda: _within(system, "pipe_file", f"{root}/{name}", content))

    def _opened(self) -> tuple[Any, str]:
        import fsspec
        try:
            system, root = fsspec.core.url_to_fs(self.url, **_options(self._scheme))
        except (ImportError, ValueError, OSError) as error:
            raise PlaceError(f"{self.url} cannot be opened: {error}") from None
        if self._scheme in CLOUDS:
            system.invalidate_cache()               # another machine may have written since
        return system, str(root)

    def _tried(self, doing: str, name: str, act: Any) -> Any:
        try:
            return act()
        except FileNotFoundError:
            raise
        except Exception as error:                  # each cloud's library has a tree of its own
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise PlaceError(f"cannot {doing} {self.url}/{name}: {reason}") from None


def local(url: str, digest: str, cache: Path) -> Path:
    """The file at ``url`` on this machine, fetched when no copy with ``digest`` (sha256:…) lies in ``cache``. Raises PlaceError."""
    wanted = digest.removeprefix("sha256:").lower()
    if len(wanted) != 64 or set(wanted) - set("0123456789abcdef"):
        raise PlaceError(f"{url} has no hash; write hash: sha256:… beside its place")
    kept = cache / f"{wanted}{Path(urlsplit(url).path).suffix}"
    if kept.exists() and _sha256(kept.read_bytes()) == wanted:
        return kept
    folder, _, name = url.rpartition("/")
    try:
        content = Place(folder).read(name)
    except FileNotFoundError:
        raise PlaceError(f"{url} is not there") from None
    if _sha256(content) != wanted:
        raise PlaceError(f"{url} is not what was promised: its SHA-256 is another")
    whole.write(kept, content)
    return kept


def _within(system: Any, act: str, *arguments: Any) -> Any:
    """``act`` of a file system, in clouds for at most MOST_S: their libraries try again for minutes."""
    if not getattr(system, "async_impl", False):
        return getattr(system, act)(*arguments)
    from fsspec.asyn import sync
    return sync(system.loop, getattr(system, f"_{act}"), *arguments, timeout=MOST_S)


def _options(scheme: str) -> dict[str, Any]:
    if scheme == "s3":
        return {"config_kwargs": {"connect_timeout": CONNECT_S, "read_timeout": READ_S, "retries": {"max_attempts": 1}},
                "default_cache_type": "none"}
    if scheme == "abfs":
        return {"connection_timeout": CONNECT_S, "read_timeout": READ_S}
    return {}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
