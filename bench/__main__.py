"""``python -m bench [--quick] [--only name] [--write]``: measures the claims, each beside its peers in the same run."""

import argparse
import datetime
import importlib
import os
import re
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
NAMES = ("first_screen", "year_change", "page_change", "village_play", "store_hit", "start", "server_load", "followers", "hub")
ALONE = ("big", "lighthouse", "visitors", "soak")      # take long, much room or npm: measured only when named


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="fewer rounds, within three minutes")
    asked.add_argument("--only", choices=(*NAMES, *ALONE), action="append", help="this measurement only; may be given again")
    asked.add_argument("--write", action="store_true", help="put the figures into bench/RESULTS.md")
    asked.add_argument("--rows", type=int, help="of --only big: how many rows to generate (2,000,000)")
    chosen = asked.parse_args()
    if chosen.rows:
        os.environ["BENCH_BIG_ROWS"] = str(chosen.rows)
    begun = time.perf_counter()
    for name in chosen.only or NAMES:
        module = importlib.import_module(f"bench.{name}")
        print(f"\n## {module.TITLE}\n", flush=True)
        found = module.measure(chosen.quick)
        print(found, flush=True)
        if chosen.write:
            write(name, found, chosen.quick)
    print(f"\n{time.perf_counter() - begun:.0f} s in all.")


def write(name: str, found: str, quick: bool) -> None:
    """Replaces what stands between the markers of ``name`` in RESULTS.md."""
    day = f"{datetime.date.today().isoformat()}{', quick run' if quick else ''}"
    text, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda ends: f"{ends[1]}*{day}*\n\n{found}\n{ends[2]}",
                          RESULTS.read_text("utf-8"), flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{RESULTS}: one pair of markers <!-- {name} --> … <!-- /{name} --> is wanted, there are {count}")
    RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
