"""Resources of a dataset on data.gov.tw, found by what they are called, never by their position."""

import re
from collections.abc import Callable
from typing import Any

from data.sources.core import reading
from data.sources.core.declaration import Step
from data.sources.core.errors import Refused

DATASET = "https://data.gov.tw/api/v2/rest/dataset/{}"


def catalogue(number: str) -> Step:
    """Asks data.gov.tw which files dataset ``number`` has now."""
    return Step("catalogue", DATASET.format(number), role="catalogue")


def files(raw: bytes, wanted: Callable[[str], bool], form: str = "CSV") -> list[tuple[str, Step]]:
    """(description, request) of the files in ``form`` whose description is ``wanted``. Raises Refused when there is none."""
    found: Any = reading.as_json(raw)
    result = found.get("result") if isinstance(found, dict) else None
    listed = result.get("distribution") if isinstance(result, dict) else None
    if not isinstance(listed, list):
        raise Refused("data.gov.tw gives no list of files")
    steps = []
    for one in listed:
        said, url = str(one.get("resourceDescription", "")), str(one.get("resourceDownloadUrl", ""))
        if str(one.get("resourceFormat", "")).upper() == form and wanted(said) and url.startswith("https://"):
            steps.append((said, Step(said[:60] or url, url, expects="csv", may_be_missing=True)))
    if not steps:
        raise Refused("data.gov.tw lists no such file over https")
    return steps


def month_of(description: str) -> str | None:
    """2022-12 of "111年12月…" or "11112…"; None when the description names no month."""
    match = re.search(r"(\d{2,3})\s*年\s*(\d{1,2})\s*月", description) or re.search(r"(?<!\d)(1\d\d)(\d\d)(?!\d)", description)
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    return f"{int(match[1]) + reading.ROC:04d}-{int(match[2]):02d}"
