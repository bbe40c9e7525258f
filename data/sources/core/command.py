"""``python -m data refresh`` and ``convert``: the live sources from the command line, with bars, reasons and exit codes."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import settings
from data.places import Place
from data.sources import all_sources
from data.sources.core import files, frame, mirror, quality
from data.sources.core import refresh as work
from data.sources.core.declaration import Context, Source, Step
from data.sources.core.errors import SourceError
from data.sources.core.fetching import LOOPBACK, Fetcher, Patience, now, say_no_retries
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf

GOOD, FAILED, UNKNOWN, WAITING = 0, 1, 2, 3     # exit status


def run_refresh(chosen: argparse.Namespace) -> int:
    sources = all_sources()
    if unknown := [name for name in chosen.names if name not in sources]:
        print(f"no source {', '.join(unknown)}; there are {', '.join(sources)}", file=sys.stderr)
        return UNKNOWN
    if chosen.url and len(chosen.names) != 1:
        print("--url wants exactly one NAME", file=sys.stderr)
        return UNKNOWN
    if chosen.url and not _may_ask(chosen.url):
        print("--url wants https://…, or http:// on this machine", file=sys.stderr)
        return UNKNOWN
    values = settings.read()
    home = Home(str(values["live_dir"]))
    wanted = {name: sources[name] for name in chosen.names or sources}
    if chosen.list:
        return _list(wanted, home)
    if chosen.due:
        wanted = {name: source for name, source in wanted.items() if work.is_due(source, home)}
    place = str(values["data_url"])
    if chosen.pull and not place:
        print("--pull wants DATA_URL in the environment", file=sys.stderr)
        return UNKNOWN
    if chosen.pull:
        return max([GOOD, *(_carry(mirror.pull, source, home, place) for source in wanted.values())])
    say_no_retries()
    outcomes = [_one(source, home, chosen, str(values["tls_bundle"])) for source in wanted.values()]
    if place:
        for source in wanted.values():
            _carry(mirror.push, source, home, place)        # a store that is away is no failure of a source; next time
    if any(one.state == "failed" for one in outcomes):
        return FAILED
    return WAITING if chosen.names and any(one.state == "waiting" for one in outcomes) else GOOD


def _carry(way: Callable[[Shelf, Place], mirror.Carried], source: Source, home: Home, place: str) -> int:
    """Pushes or pulls the rows of ``source``; FAILED when not everything could be carried."""
    carried = way(Shelf(source, home.shelf(source.name)), Place(f"{place.rstrip('/')}/rows"))
    if carried.files:
        print(f"{source.name}: {carried.files} files {way.__name__}ed", flush=True)
    if carried.reason:
        print(f"{source.name}: {carried.reason}; what is here stays", file=sys.stderr, flush=True)
    return FAILED if carried.reason else GOOD


def _one(source: Source, home: Home, chosen: argparse.Namespace, bundle: str) -> work.Outcome:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    patience = Patience(read_s=chosen.patience, connect_s=min(8.0, chosen.patience), wait_s=min(1.0, chosen.patience / 10))
    fetcher = Fetcher(source, patience, bundle=bundle)
    if chosen.url and source.oauth:     # whoever is asked instead gives the token, too
        fetcher.token_url = urlsplit(source.oauth[0])._replace(scheme=urlsplit(chosen.url).scheme,
                                                               netloc=urlsplit(chosen.url).netloc).geturl()
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TextColumn("{task.fields[rows]:,} rows"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task(source.name, total=1, rows=0)
        outcome = work.refresh(source, home, fetcher, chosen.since, chosen.url, chosen.accept_short,
                               lambda done, known, rows: bars.update(bar, completed=done, total=max(known, 1), rows=rows))
    _say(source, home, outcome)
    return outcome


def _may_ask(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def _say(source: Source, home: Home, outcome: work.Outcome) -> None:
    if outcome.state == "good":
        more = [f"{outcome.refused:,} refused"] if outcome.refused else []
        more += [f"went on after {outcome.resumed} answers"] if outcome.resumed else []
        gaps = ", ".join(outcome.gaps[:5]) + (" …" if len(outcome.gaps) > 5 else "")
        more += [f"not in the archive: {gaps}"] if gaps else []
        print(f"{source.name}: {outcome.read:,} rows read, {outcome.new:,} new, {outcome.changed:,} changed"
              + "".join(f"; {one}" for one in more), flush=True)
        return
    age = work.age_s(source, home)
    kept = "nothing kept yet" if age is None else f"the last good copy is {_span(age)} old and stays"
    print(f"{source.name}: {outcome.state}: {outcome.reason}; {kept}", file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    for unit, length in (("days", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


def _list(wanted: Mapping[str, Source], home: Home) -> int:
    for one in work.standings(wanted, home):
        age = "never" if one["age_s"] is None else f"{_span(one['age_s'])} old"
        keys = f"  needs {', '.join(one['key_needed'])}" if one["key_needed"] else ""
        print(f"{one['name']:<20} {one['state']:<6} {age:<12} {one['rows']:>12,} rows{keys}")
    return GOOD


def run_sums(chosen: argparse.Namespace) -> int:
    """Sums everything anew; nobody is asked."""
    sources = all_sources()
    if unknown := [name for name in chosen.names if name not in sources]:
        print(f"no source {', '.join(unknown)}; there are {', '.join(sources)}", file=sys.stderr)
        return UNKNOWN
    home = Home(str(settings.read()["live_dir"]))
    for name in chosen.names or sources:
        try:
            with files.locked(home.lock(name)):
                months = Shelf(sources[name], home.shelf(name)).sum_again(f"again{now():%Y%m%dT%H%M%S}")
        except SourceError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return FAILED
        if months or chosen.names:
            print(f"{name}: {months} months summed", flush=True)
    return GOOD


def run_convert(chosen: argparse.Namespace) -> int:
    sources = all_sources()
    if chosen.name not in sources:
        print(f"no source {chosen.name}; there are {', '.join(sources)}", file=sys.stderr)
        return UNKNOWN
    source = sources[chosen.name]
    try:
        raw = chosen.file.read_bytes()
        joined = chosen.earlier.read_bytes() if chosen.earlier else None
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return UNKNOWN
    earlier = {} if joined is None else {step.role: joined for step in source.steps(None) if step.role != "rows"}
    try:
        batch = work.read(source, raw, Context(now(), Step(chosen.key, "", role="rows"), earlier))
        judged = quality.judge(source, frame.typed(source, batch.rows))
    except SourceError as error:
        print(f"{source.name}: {chosen.file}: {error}", file=sys.stderr)
        return FAILED
    refused = [reason for _, reason in batch.rejected] + [reason for _, reasons in judged.refused for reason in reasons]
    print(f"{source.name}: {len(judged.good):,} rows, {len(batch.rejected) + len(judged.refused):,} refused")
    for reason in dict.fromkeys(refused):
        print(f"{source.name}: {reason} ({refused.count(reason):,} times)", file=sys.stderr)
    if chosen.out:
        _write(source, judged, chosen.out)
    return GOOD if len(judged.good) else FAILED


def _write(source: Source, judged: quality.Judged, target: Path) -> None:
    import pyarrow.parquet as pq
    made = frame.placed(source, judged.good)
    if target.suffix == ".jsonl":
        target.write_text("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in made.to_pylist()), "utf-8")
    else:
        pq.write_table(made, target, compression="zstd")
