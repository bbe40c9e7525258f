"""Everything of the live sources under one folder: raw copies, work in progress, rows, quarantine, how each source does."""

import datetime as dt
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from data import whole
from data.sources.core import files
from data.sources.core.declaration import Step
from data.sources.core.fetching import Answer

KEEP_RAW_DAYS = 30
KEEP_QUARANTINE = 100               # files; one a refresh that refused rows
MOST_REFUSED = 10_000               # refused rows kept of one refresh; their number is always told


class Home:
    """``root`` is the folder (LIVE_DIR). Nothing in it is needed to open the exhibition; it may lie on any disk."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def lock(self, source: str) -> Path:
        return self.root / "work" / f"{source}.lock"

    def work(self, source: str) -> Path:
        """Folder of the refresh that runs or was cut off."""
        return self.root / "work" / source

    def shelf(self, source: str) -> Path:
        return self.root / "rows" / source

    # raw copies

    def keep_raw(self, source: str, step: Step, answer: Answer) -> str:
        """Keeps the bytes as they came, with where, when and SHA-256 beside them; the same bytes once. A path below ``root``."""
        name = f"{answer.fetched:%Y%m%dT%H%M%S}-{answer.sha256[:16]}"
        target = self.root / "raw" / source / f"{answer.fetched:%Y-%m-%d}" / f"{name}.gz"
        if not target.exists():
            whole.write(target, gzip.compress(answer.raw, 6, mtime=0))
        files.write_json(target.with_suffix(".json"), {
            "source": source, "step": step.key, "url": answer.url, "status": answer.status, "content_type": answer.content_type,
            "fetched": answer.fetched.isoformat(), "bytes": len(answer.raw), "sha256": answer.sha256})
        return str(target.relative_to(self.root))

    def raw(self, kept: str) -> bytes:
        """The bytes of a kept answer."""
        return gzip.decompress((self.root / kept).read_bytes())

    def sweep_raw(self, source: str, today: dt.date) -> None:
        """Takes away raw copies of more than KEEP_RAW_DAYS days ago, but never the last day there is."""
        days = sorted(one for one in (self.root / "raw" / source).glob("*-*-*") if one.is_dir())
        for folder in days[:-1]:
            if dt.date.fromisoformat(folder.name) < today - dt.timedelta(days=KEEP_RAW_DAYS):
                for file in folder.iterdir():
                    file.unlink()
                folder.rmdir()

    # quarantine

    def quarantine(self, source: str, run: str, refused: list[Mapping[str, Any]]) -> None:
        """Keeps refused records with their reasons, a line each."""
        if not refused:
            return
        lines = "".join(json.dumps(one, ensure_ascii=False, default=str) + "\n" for one in refused[:MOST_REFUSED])
        whole.write(self.root / "quarantine" / source / f"{run}.jsonl", lines.encode())
        for old in sorted((self.root / "quarantine" / source).glob("*.jsonl"))[:-KEEP_QUARANTINE]:
            old.unlink()

    def quarantined(self, source: str) -> Iterator[dict[str, Any]]:
        """Refused records, newest refresh first."""
        for file in sorted((self.root / "quarantine" / source).glob("*.jsonl"), reverse=True):
            for line in file.read_text("utf-8").splitlines():
                yield json.loads(line)

    # how a source does

    def status(self, source: str) -> dict[str, Any]:
        """What is known of the last refreshes; empty when there was none."""
        return files.read_json(self.root / "status" / f"{source}.json") or {}

    def note(self, source: str, **news: Any) -> dict[str, Any]:
        """Writes ``news`` into the status of ``source``."""
        status = {**self.status(source), **news}
        files.write_json(self.root / "status" / f"{source}.json", status)
        return status
