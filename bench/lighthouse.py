"""Lighthouse's own marks, mobile preset (its slow phone and network are simulated), on the real server and Debian's Chromium."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench import figures
from bench.servers import ROOT, exhibition
from data import store

TITLE = "Lighthouse"
PROGRAM = ROOT / "build" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = 95
ROUNDS = 3
PATIENCE_S = 300
ATTEMPTS = 3            # for one mark, when Lighthouse itself fails
PRESET = 4.0            # times slower: what the mobile preset makes of a high-end desktop, to stand for a mid-tier phone
WORKED = f"{PRESET:g} times slower, by processor time"
HIGH_END = 1750         # BenchmarkIndex of such a desktop, the middle of 1500-2000 (Lighthouse, docs/throttling.md)


class NoMarks(RuntimeError):
    """A run of Lighthouse that did not come to a mark in each category."""


def measure(quick: bool) -> str:
    """Marks of each page: of performance, which hangs on how busy the machine is, the median; of the others the lowest."""
    rounds = 1 if quick else ROUNDS
    with exhibition() as address:
        first = [marked(address + path, PRESET) for path in pages()]      # makes what is made once; its marks are not counted
        index = figures.median([run["index"] for run in first])
        slower = calibrated(index)
        runs = {path: {by: [marked(address + path, by) for _ in range(rounds)] for by in (PRESET, slower)} for path in pages()}
    return report(runs, index, slower, rounds)


def report(runs: dict[str, dict[float, list[dict[str, float]]]], index: float, slower: float, rounds: int) -> str:
    rows, lowest = [], {PRESET: [], "worked": [], slower: []}
    for path, by in runs.items():
        speed = {times: figures.median([run["performance"] for run in by[times]]) for times in by}
        others = [min(run[name] for of in by.values() for run in of) for name in CATEGORIES[1:]]
        worked = figures.median([run["worked"] for run in by[PRESET]])
        rows.append((path, *(f"{mark:.0f}" for mark in (speed[PRESET], worked, speed[slower], *others))))
        lowest["worked"].append(min(worked, *others))
        for times, mark in speed.items():
            lowest[times].append(min(mark, *others))
    called = {PRESET: f"{PRESET:g} times slower", "worked": WORKED, slower: f"{slower:.2g} times slower"}
    claims = [
        f"- lowest mark, {called[times]}: {min(lowest[times]):.0f}, at least {WANTED} claimed: "
        f"{'met' if min(lowest[times]) >= WANTED else '**not met**'}"
        for times in lowest
    ]
    said = (
        f"Lighthouse {version()}, {rounds} run(s) a page and slowness; {os.getloadavg()[0]:.1f} programs waited for the two cores "
        f"at the end. BenchmarkIndex {index:.0f}: a mid-tier phone is {slower:.2g} times slower than this machine, as the preset's "
        f"{PRESET:g} times is than a high-end desktop ({HIGH_END})."
    )
    header = ("page", *(f"performance, {name}" for name in called.values()), *CATEGORIES[1:])
    return "\n".join([said, "", figures.table(header, rows), "", *claims])


def calibrated(index: float) -> float:
    """How many times slower this machine has to be to stand for a mid-tier phone; ``index``: its BenchmarkIndex.
    Lighthouse advises so for machines that are no high-end desktop (docs/throttling.md)."""
    return min(PRESET, max(1.0, PRESET * index / HIGH_END))


def pages() -> list[str]:
    """The front door, the two great views, the project most is known of, a district."""
    return ["/", "/map", "/timeline", "/projects/airport-mrt", f"/districts/{store.load('districts')['code'].iloc[0]}"]


def marked(address: str, slower: float) -> dict[str, float]:
    """{category: mark from 0 to 100, "worked": performance by processor time, "index": of this machine then} of one run,
    ``slower`` times slowed.

    Raises NoMarks with what Lighthouse said, after ATTEMPTS runs.
    """
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM.relative_to(ROOT)} is not there; run make lighthouse, which installs it from npm")
    with tempfile.TemporaryDirectory() as folder:
        asked = (address, f"--throttling.cpuSlowdownMultiplier={slower}")
        for attempt in range(ATTEMPTS):
            gathered = Path(folder, f"gathered-{attempt}")
            lighthouse(*asked, f"--gather-mode={gathered}", f"--chrome-flags={FLAGS}")
            try:
                said = audited(gathered, *asked)
                break
            except NoMarks:         # its own trace came to nothing (NO_NAVSTART): it says itself to run it again
                if attempt == ATTEMPTS - 1:
                    raise
        only_work(gathered / "trace.json")
        worked = audited(gathered, *asked)
    marks = {name: 100 * said["categories"][name]["score"] for name in CATEGORIES}
    return marks | {"worked": 100 * worked["categories"]["performance"]["score"], "index": said["environment"]["benchmarkIndex"]}


def audited(gathered: Path, *asked: str) -> dict[str, Any]:
    """Lighthouse's report on what a run has gathered. Raises NoMarks when it has no mark for a category."""
    report = gathered / "report.json"
    said = lighthouse(*asked, f"--audit-mode={gathered}", "--output=json", f"--output-path={report}")
    found = json.loads(report.read_text("utf-8")) if report.exists() else {"categories": {}}
    if any((found["categories"].get(name) or {}).get("score") is None for name in CATEGORIES):
        raise NoMarks(f"no marks for {asked[0]}: {said[-400:]}")
    return found


def only_work(trace: Path) -> None:
    """Let each task of ``trace`` last as long as the processor worked on it: what it waited for others is not the page's."""
    told = json.loads(trace.read_text("utf-8"))
    for event in told["traceEvents"]:
        if event["ph"] == "X" and "tdur" in event:
            event["dur"] = min(event["dur"], event["tdur"])
    trace.write_text(json.dumps(told), "utf-8")


def lighthouse(*asked: str) -> str:
    """What one call of the program said."""
    command = [str(PROGRAM), *asked, "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, env=os.environ | {"CHROME_PATH": CHROMIUM}, check=False
    )
    return done.stderr


def version() -> str:
    """Of the package that is installed."""
    return json.loads(Path(PROGRAM.parents[1] / "lighthouse" / "package.json").read_text("utf-8"))["version"]
