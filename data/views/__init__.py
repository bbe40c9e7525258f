"""What a screen needs, shaped once into small JSON under the hash of its content, compressed once, kept on disk."""

import gzip
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import brotli

from data import store, whole
from data.views import basemap, city, indicators, partners, picture, polls, search, stories, villages, words

VIEWS: dict[str, Callable[[], object]] = {
    "city": city.view, "basemap": basemap.view, "picture": picture.view, "words": words.view, "indicators": indicators.view,
    "partners": partners.view, "stories": stories.view, "villages": villages.view,
    "residents": villages.residents, "districts": villages.districts, "search": search.view, "polls": polls.view,
}
FOLDER = Path("build/views")
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda raw: raw,
    ".br": lambda raw: brotli.compress(raw, quality=11),
    ".gz": lambda raw: gzip.compress(raw, 9, mtime=0),
}


def bake(name: str) -> str:
    """The file name of the view ``name`` for the data served now, such as ``city.3f2a….json``; written when new."""
    return _bake(name, store.version(), words.version())


@lru_cache(maxsize=32)
def _bake(name: str, _version: str, _words: str) -> str:
    raw = json.dumps(VIEWS[name](), ensure_ascii=False, separators=(",", ":")).encode()
    file = f"{name}.{hashlib.sha256(raw).hexdigest()[:12]}.json"
    with whole.alone(FOLDER):
        for ending, encode in ENCODINGS.items():
            target = FOLDER / (file + ending)
            if not target.exists():
                whole.write(target, encode(raw))
    return file
