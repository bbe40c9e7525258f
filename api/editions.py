"""Which tables a request is about: today's, or those of a release that was frozen (``?release=2026-11-24``)."""

import hashlib
from pathlib import Path

from flask import Response, current_app, request

from api.problems import Problem
from data import releases, store
from data.catalog import Dataset
from data.queries.rows import near
from data.records import Edition
from data.views import words
from server.released import folder, today

FORMAT = "1"  # goes up when the same question gets another answer from the same tables
FROZEN_S = 31536000  # seconds a browser may keep what never changes


class Keyed:
    """An edition as the key of a cache: two of the same tables are the same."""

    def __init__(self, given: Edition) -> None:
        self.given = given

    def __hash__(self) -> int:
        return hash((self.given.version, self.given.release))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and (self.given.version, self.given.release) == (other.given.version, other.given.release)


def edition(release: str | None = None) -> Edition:
    """Today's tables, or those of ``release``. Raises Problem on an unknown one, and while there is nothing good to show."""
    if release is None:
        if not store.ready():
            raise Problem("no-data")
        return today()
    try:
        return releases.open_release(folder(), release, Path(str(current_app.config["SETTINGS"]["data_cache"])))
    except KeyError:
        raise Problem("unknown-release", "release", release, nearest=near(release, releases.listed(folder())[::-1])) from None


def dataset_of(given: Edition, name: str) -> Dataset:
    """The declaration of ``name``. Raises Problem, with the names most like it."""
    if name not in given.catalog:
        raise Problem("unknown-dataset", "dataset", name, nearest=near(name, given.catalog))
    return given.catalog[name]


def stamp(given: Edition) -> str:
    """The ETag of whatever this very address says of these tables."""
    said = (
        FORMAT,
        given.version,
        given.release or "",
        words.version(),
        request.full_path,
        request.host,
        request.headers.get("Accept", ""),
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:24]


def unchanged(given: Edition) -> Response | None:
    """304 when whoever asks has it already; None when it must be made."""
    if not request.if_none_match.contains(stamp(given)):
        return None
    return marked(Response(status=304), given)


def marked(answer: Response, given: Edition) -> Response:
    """``answer`` with the version of its tables, and how long it holds: a release for ever, today's until it is asked again."""
    answer.set_etag(stamp(given))
    answer.headers["Cache-Control"] = f"public, max-age={FROZEN_S}, immutable" if given.release else "public, no-cache"
    answer.headers["X-Data-Version"] = given.version
    answer.headers["Vary"] = "Accept, Accept-Language"
    return answer
