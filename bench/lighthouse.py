"""Lighthouse's own marks, mobile preset (its slow phone and network are simulated), on the real server and Debian's Chromium."""

import json
import os
import subprocess
from pathlib import Path

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


def measure(quick: bool) -> str:
    """Marks of each page: of performance, which hangs on how busy the machine is, the median; of the others the lowest."""
    rounds = 1 if quick else ROUNDS
    rows, lowest = [], []
    with exhibition() as address:
        for path in pages():
            marked(address + path)  # makes what is made once; not counted
            runs = [marked(address + path) for _ in range(rounds)]
            marks = [figures.median([run["performance"] for run in runs])]
            marks += [min(run[name] for run in runs) for name in CATEGORIES[1:]]
            rows.append((path, *(f"{mark:.0f}" for mark in marks)))
            lowest.append(min(marks))
    busy = os.getloadavg()[0]
    claim = f"- lowest mark: {min(lowest):.0f}, at least {WANTED} claimed: {'met' if min(lowest) >= WANTED else '**not met**'}"
    said = f"Lighthouse {version()}, {rounds} run(s) a page, with {busy:.1f} programs waiting for the two cores at the end."
    return "\n".join([said, "", figures.table(("page", *CATEGORIES), rows), "", claim])


def pages() -> list[str]:
    """The front door, the two great views, the project most is known of, a district."""
    return ["/", "/map", "/timeline", "/projects/airport-mrt", f"/districts/{store.load('districts')['code'].iloc[0]}"]


def marked(address: str) -> dict[str, float]:
    """{category: mark from 0 to 100} of one run. Raises RuntimeError with what Lighthouse said."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM.relative_to(ROOT)} is not there; run make lighthouse, which installs it from npm")
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, env=os.environ | {"CHROME_PATH": CHROMIUM}, check=False
    )
    try:
        found = json.loads(done.stdout)["categories"]
        return {name: 100 * found[name]["score"] for name in CATEGORIES}
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"no marks for {address}: {done.stderr[-400:]}") from None


def version() -> str:
    """Of the package that is installed."""
    return json.loads(Path(PROGRAM.parents[1] / "lighthouse" / "package.json").read_text("utf-8"))["version"]
