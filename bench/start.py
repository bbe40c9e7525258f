"""Claim 4: three seconds from start to ready with compiled data; beside it the first start, with nothing compiled."""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import figures
from bench.servers import EXHIBITION, ROOT, free_port, running

TITLE = "From start to ready"
MOST_S = 3
APART = {"build", "tests", "bench", "docs", "deploy", "releases"}      # what the exhibition does not run on


def measure(quick: bool) -> str:
    times, work = [], []
    with tempfile.TemporaryDirectory() as folder:        # a copy, so that nothing is compiled and nobody's work is swept away
        copy = Path(folder)
        for path in ROOT.iterdir():
            if path.is_file():
                shutil.copy2(path, copy)
            elif path.name not in APART and not path.name.startswith("."):
                shutil.copytree(path, copy / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        for number in range(1 + (3 if quick else 5)):
            if number == 1:      # typefaces of the exports are made once, beside a first start; here they are waited for
                subprocess.run([sys.executable, "-m", "exports.faces"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
            before = spent()
            with running(EXHIBITION, free_port(), "/readyz", copy) as (_, took):
                times.append(took)
            work.append(spent() - before)
    cold, *warm = times
    return "\n".join([
        figures.table(("seconds to /readyz 200", "starts", "median", "slowest", "of the processor"), [
            ("nothing compiled", 1, f"{cold:.1f}", f"{cold:.1f}", f"{work[0]:.1f}"),
            ("all compiled", len(warm), f"{figures.median(warm):.2f}", f"{max(warm):.2f}", f"{figures.median(work[1:]):.2f}"),
        ]), "",
        figures.claim("seconds with compiled data, median", figures.median(warm), MOST_S),
    ])


def spent() -> float:
    """Seconds of processor time of all processes started from here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
