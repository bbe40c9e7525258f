"""What ``python -m data refresh``, ``convert`` and ``sums`` may be told; apart from their work, which is slow to import."""

import argparse
import datetime as dt
from pathlib import Path

COMMANDS = ("refresh", "convert", "sums")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Tells the parser of ``python -m data`` its commands for live sources."""
    refresh = commands.add_parser("refresh", help="bring live sources up to date (exit: 0 good, 1 a source failed, "
                                                  "2 unknown name, 3 a key is missing)")
    refresh.add_argument("names", nargs="*", metavar="NAME", help="sources to ask; none = all of them")
    refresh.add_argument("--since", type=dt.date.fromisoformat, metavar="YYYY-MM-DD",
                         help="fetch what a source keeps from this day on")
    refresh.add_argument("--due", action="store_true", help="only sources whose last good copy has grown old (for the timer)")
    refresh.add_argument("--url", help="ask this host or address instead; for one NAME")
    refresh.add_argument("--accept-short", action="store_true", help="take a list much shorter than the last good one")
    refresh.add_argument("--patience", type=float, default=30.0, metavar="S", help="seconds to wait for an answer (30)")
    refresh.add_argument("--pull", action="store_true", help="bring newer rows from DATA_URL instead of asking the sources")
    refresh.add_argument("--list", action="store_true", help="say what there is and how old, ask nobody")
    convert = commands.add_parser("convert", help="read one kept or downloaded answer, say its rows, change nothing")
    convert.add_argument("name", metavar="NAME")
    convert.add_argument("--file", type=Path, required=True, help="the answer as it came")
    convert.add_argument("--with", dest="earlier", type=Path, help="the list it is joined with (stations, sites, places)")
    convert.add_argument("--key", default="all", help="key of the request (a school year such as 106, a catalogue)")
    convert.add_argument("--out", type=Path, help="write the rows here as Parquet or, by its name, .jsonl")
    sums = commands.add_parser("sums", help="make every sum by hour and day anew from the rows (after a source got a new measure)")
    sums.add_argument("names", nargs="*", metavar="NAME", help="sources; none = all that have rows")
