"""``python -m data check | compile | refresh | convert | sums | demo``: what tables hold, what is wrong in them; live sources."""

import argparse
import datetime
import logging
import sys
import time
from pathlib import Path

import settings
from data import releases, store
from data.sources.core import options


def main(arguments: list[str] | None = None, of: store.Store | None = None) -> int:
    """The exit status: 0 when all is well, 1 when a table was refused, 2 on a name that is no table."""
    parser = argparse.ArgumentParser(prog="python -m data", description="The tables of the exhibition.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | compile | refresh | convert | sums | demo")
    check = commands.add_parser("check", help="say how many rows each table has, and every reason why one is refused")
    check.add_argument("names", nargs="*", metavar="NAME", help="tables to check; none = all of them")
    commands.add_parser("compile", help="make the columnar files the server maps, so that its first start is quick")
    options.add(commands)
    release = commands.add_parser("release", help="freeze the tables as they are now, with checksums and what changed")
    verify = commands.add_parser("verify", help="compare every file of every release with its checksum")
    for command in (release, verify):
        command.add_argument("--folder", type=Path, default=Path(str(settings.read()["releases"])), help="where releases lie")
    demo = commands.add_parser("demo", help="generate rows for a demonstration (DEMO=on); real rows are not touched")
    demo.add_argument("--folder", type=Path, default=Path(f"{settings.read()['live_dir']}-demo"), help="where they lie")
    chosen = parser.parse_args(arguments)
    if chosen.command == "verify":
        return run_verify(chosen.folder)
    if chosen.command in options.COMMANDS:
        from data.sources.core import command as live
        return getattr(live, f"run_{chosen.command}")(chosen)
    if chosen.command == "demo":
        return run_demo(chosen.folder)
    logging.getLogger("data").addHandler(logging.NullHandler())     # the reasons are printed below, once
    tables = of or store.configure()
    if chosen.command == "release":
        return run_release(tables, chosen.folder)
    return run_check(tables, chosen.names) if chosen.command == "check" else run_compile(tables)


def run_check(tables: store.Store, names: list[str]) -> int:
    unknown = [name for name in names if name not in tables.catalog]
    if unknown:
        print(f"no table {', '.join(unknown)}; there are {', '.join(tables.catalog)}", file=sys.stderr)
        return 2
    labels = {tables.label(name): name for name in tables.catalog}
    reasons = tables.problems()
    refused = {labels[reason.file] for reason in reasons}
    wanted = names or list(tables.catalog)
    for name in wanted:
        if name in refused:
            print(f"{name}: refused")
        else:
            print(f"{name}: {len(tables.load(name)):,} rows")
    told = [reason for reason in reasons if labels[reason.file] in wanted]
    for reason in told:
        print(reason, file=sys.stderr)
    return int(bool(told))


def run_compile(tables: store.Store) -> int:
    begun = time.perf_counter()
    reasons = tables.problems()
    for name, rows in tables.compile():
        print(f"{name}: {rows:,} rows")
    for reason in reasons:
        print(reason, file=sys.stderr)
    print(f"data version {tables.version()} in {tables.cache}, {time.perf_counter() - begun:.1f} s")
    return int(bool(reasons))


def run_release(tables: store.Store, folder: Path) -> int:
    try:
        path = releases.freeze(tables, folder, datetime.date.today())
    except releases.ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    note = releases.manifest(folder, path.name)
    print(f"release {path.name} of data version {note['data_version']} in {path}, after {note['previous'] or 'none'}")
    for name, counts in note["summary"].items():
        print(f"{name}: " + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()))
    return 0


def run_demo(folder: Path) -> int:
    from data import demo
    for name, rows in demo.fill(folder).items():
        print(f"{name}: {rows:,} generated rows added", flush=True)
    return 0


def run_verify(folder: Path) -> int:
    found = {version: list(releases.damaged(folder, version)) for version in releases.listed(folder)}
    for version, wrong in found.items():
        print(f"{version}: {'whole' if not wrong else 'damaged: ' + ', '.join(wrong)}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
