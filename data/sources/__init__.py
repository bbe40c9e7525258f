"""The live sources: one file each, one declaration ``SOURCE`` each. Whoever adds a file here has added a source."""

import importlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from data.sources.core.declaration import Source


@lru_cache(maxsize=1)
def all_sources() -> Mapping[str, Source]:
    """Every source by name (the name of its file), in alphabetical order."""
    found: dict[str, Source] = {}
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        source: Source = importlib.import_module(f"data.sources.{file.stem}").SOURCE
        if source.name != file.stem:
            raise ValueError(f"data/sources/{file.name} declares {source.name!r}; file and name must agree")
        found[source.name] = source
    return MappingProxyType(found)
