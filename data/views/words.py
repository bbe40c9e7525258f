"""Every message of the interface as [Chinese, English], for the parts drawn in the browser."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locales"
UNSENT = ("hub.", "api.", "datasets.")      # said by the server alone: no visitor's browser waits for it


@lru_cache(maxsize=1)
def view() -> dict[str, list[str]]:
    """{key: [zh, en]} of both locale files, but for what begins with UNSENT."""
    zh, en = (json.loads((LOCALES / f"{tag}.json").read_text("utf-8")) for tag in ("zh-TW", "en"))
    return {key: [zh[key], en[key]] for key in sorted(zh) if not key.startswith(UNSENT)}


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with any word."""
    return hashlib.sha256(json.dumps(view()).encode()).hexdigest()[:12]
