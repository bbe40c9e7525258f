"""One refresh of one source: asks, keeps, reads, judges, and only then changes what is shown. May be killed at any moment.

A refresh is a queue of requests. Each answered one leaves a part (Parquet) and is ticked off in ``checkpoint.json``; the shelf is
changed once, when the queue is empty. A refresh begun again goes on where the last one was cut off; parts that were taken in
already change nothing when they are taken in again.
"""

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow.parquet as pq

from data.sources.core import files, frame, quality
from data.sources.core.declaration import Batch, Context, Source, Step
from data.sources.core.errors import KeyMissing, Refused, SourceError, TooSoon, Unreachable, kind_of
from data.sources.core.fetching import LOOPBACK, Fetcher, now
from data.sources.core.home import Home
from data.sources.core.shelf import Shelf

MOST_REFUSED_SHARE = 0.5            # an answer with more bad rows than this is nonsense as a whole
MOST_STEPS = 20_000                 # a list that pages on for ever is no list
CHECKPOINT = "checkpoint.json"
SHORT_WAIT_S = 35.0                 # the longest pause between two calls that is waited for; longer ones are TooSoon


@dataclass
class Outcome:
    """What a refresh came to. ``state``: good, failed, waiting (a key is missing) or early (asked too often)."""

    source: str
    state: str
    reason: str = ""
    read: int = 0
    refused: int = 0
    new: int = 0
    changed: int = 0
    resumed: int = 0                # requests that an earlier, cut-off refresh had answered
    gaps: list[str] = field(default_factory=list)


@dataclass
class Work:
    """A refresh in progress, as it stands in the checkpoint."""

    run: str
    asked: dict[str, Any]
    queue: list[Step]
    done: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        files.write_json(folder / CHECKPOINT, {**self.__dict__, "queue": [step.to_json() for step in self.queue]})

    @classmethod
    def load(cls, folder: Path) -> "Work | None":
        kept = files.read_json(folder / CHECKPOINT)
        return None if kept is None else cls(**{**kept, "queue": [Step.from_json(step) for step in kept["queue"]]})


Report = Callable[[int, int, int], None]        # requests answered, requests known, rows read


def refresh(source: Source, home: Home, fetcher: Fetcher, since: dt.date | None = None, url: str | None = None,
            accept_short: bool = False, report: Report = lambda done, known, rows: None) -> Outcome:
    """Brings the rows of ``source`` up to date; never raises what a source may do wrong: it stands in the outcome and the status.

    ``url``: asks there instead (a host alone takes the place of the host; an address with a path is the first request itself).
    ``accept_short``: takes a list that is much shorter than the last good one.
    """
    outcome = Outcome(source.name, "good")
    try:
        with files.locked(home.lock(source.name)):
            try:
                _refresh(source, home, fetcher, since, url, accept_short, report, outcome)
            except KeyMissing as error:
                outcome.state, outcome.reason = "waiting", str(error)
            except TooSoon as error:
                outcome.state, outcome.reason = "early", str(error)
            except SourceError as error:
                outcome.state, outcome.reason = "failed", str(error)
                wait = getattr(error, "wait_s", None)
                _count_failure(source, home, wait)
            home.note(source.name, last_try={"at": now().isoformat(), "state": outcome.state, "reason": outcome.reason})
    except SourceError as error:        # locked by another
        outcome.state, outcome.reason = "early", str(error)
    return outcome


def _refresh(source: Source, home: Home, fetcher: Fetcher, since: dt.date | None, url: str | None, accept_short: bool,
             report: Report, outcome: Outcome) -> None:
    folder = home.work(source.name)
    asked = {"since": since.isoformat() if since else None, "url": url}
    work = Work.load(folder)
    if work is not None and work.asked != asked:
        if work.done:                   # good rows of another request: they are taken in before anything else begins
            _take_in(source, home, work, True, Outcome(source.name, "good"))
        work = None
    if work is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        work = Work(now().strftime("%Y%m%dT%H%M%S") + f"-{os.getpid()}", asked, _rerouted(source.steps(since), url))
    outcome.resumed = len(work.done)
    while work.queue:
        report(len(work.done), len(work.done) + len(work.queue), sum(one["read"] for one in work.done))
        _ceiling(source, home, work.queue[0])
        try:
            _answer(source, home, fetcher, folder, work, url)
        except Refused as error:
            if not (work.queue[0].may_be_missing and error.status == 404):
                if not any("part" in one for one in work.done):     # lists to join with grow old; they are asked again
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            work.gaps.append(work.queue.pop(0).key)
            work.save(folder)
    report(len(work.done), len(work.done), sum(one["read"] for one in work.done))
    try:
        _take_in(source, home, work, accept_short, outcome)
    except Refused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    if work.gaps:
        outcome.gaps = work.gaps


def _answer(source: Source, home: Home, fetcher: Fetcher, folder: Path, work: Work, url: str | None) -> None:
    """Asks the first request of the queue and ticks it off."""
    step = work.queue[0]
    answer = fetcher.get(step)
    kept = home.keep_raw(source.name, step, answer)
    earlier = {role: home.raw(path) for role, path in work.roles.items()}
    batch = read(source, answer.raw, Context(answer.fetched, step, earlier))
    number = len(work.done)
    tick = {"key": step.key, "address": _address(step),
            "raw": kept, "sha256": answer.sha256, "read": len(batch.rows) + len(batch.rejected)}
    if step.role == "rows":
        tick |= _part(source, home, folder / f"part-{number:06d}.parquet", f"{work.run}-{number:06d}", batch)
    else:
        work.roles[step.role] = kept
    if number + len(batch.follow) > MOST_STEPS:
        raise Refused(f"more than {MOST_STEPS:,} pages: that is not this list")
    follow = _rerouted(batch.follow, url if url and not urlsplit(url).path.strip("/") else None)
    known = {one["address"] for one in work.done} | {_address(one) for one in work.queue}
    if any(_address(one) in known for one in follow):
        raise Refused("the list leads back to itself")
    work.queue[:1] = follow
    work.done.append(tick)
    work.save(folder)


def read(source: Source, raw: bytes, context: Context) -> Batch:
    """``raw`` as rows, whatever a parser stumbles over said as Refused. Raises Refused."""
    try:
        batch = source.convert(raw, context)
    except SourceError:
        raise
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, RecursionError) as error:
        raise Refused(f"the answer has another shape ({type(error).__name__}: {str(error)[:100]})") from None
    if not batch.rows and batch.rejected:
        raise Refused(f"none of {len(batch.rejected):,} records is usable: {batch.rejected[0][1]}")
    return batch


def _part(source: Source, home: Home, target: Path, run: str, batch: Batch) -> dict[str, Any]:
    """Judges the rows, writes the good ones, keeps the others with their reasons. Raises Refused when most are bad."""
    typed = frame.typed(source, batch.rows)
    judged = quality.judge(source, typed)
    count = len(batch.rows) + len(batch.rejected)
    refused = [{"record": record, "reasons": [reason]} for record, reason in batch.rejected]
    refused += [{"record": batch.rows[at], "reasons": reasons} for at, reasons in judged.refused]
    if len(refused) > MOST_REFUSED_SHARE * count:
        home.quarantine(source.name, run, refused)
        raise Refused(f"{len(refused):,} of {count:,} rows are not usable: {refused[0]['reasons'][0]}")
    home.quarantine(source.name, run, refused)
    made = frame.placed(source, judged.good)
    waiting = target.with_suffix(".tmp")
    pq.write_table(made, waiting, compression="zstd")
    files.settle(waiting)
    waiting.replace(target)
    return {"part": target.name, "good": len(judged.good), "refused": len(refused),
            "quality": quality.score(source, typed, judged, made, [reason for _, reason in batch.rejected])}


def _take_in(source: Source, home: Home, work: Work, accept_short: bool, outcome: Outcome) -> None:
    """All parts onto the shelf, and what is known of them into the status. Raises Refused: nothing, or far too little."""
    folder = home.work(source.name)
    parts = [folder / one["part"] for one in work.done if "part" in one]
    outcome.read = sum(one["read"] for one in work.done if "part" in one)
    outcome.refused = sum(one.get("refused", 0) for one in work.done)
    good = sum(one.get("good", 0) for one in work.done)
    last = home.status(source.name).get("last_good") or {}
    if good == 0:
        raise Refused(f"nothing of Taoyuan came{' (the archive has no such day)' if work.gaps else ''}")
    least = source.least_share * last.get("rows_good", 0)
    if good < least and not accept_short:
        raise Refused(f"only {good:,} rows, where the last good list had {last['rows_good']:,} (--accept-short takes it)")
    added = Shelf(source, home.shelf(source.name)).add(parts, work.run)
    outcome.new, outcome.changed = added.new, added.changed
    scores = quality.together(one["quality"] for one in work.done if "quality" in one)
    home.note(source.name, failures=0, not_before=None, quality=scores, last_good={
        "at": now().isoformat(), "rows_read": outcome.read, "rows_refused": outcome.refused, "rows_good": good,
        "rows_new": added.new, "rows_changed": added.changed, "gaps": work.gaps,
        "raw": [{"path": one["raw"], "sha256": one["sha256"]} for one in work.done[-20:]]})
    home.sweep_raw(source.name, now().date())


def _count_failure(source: Source, home: Home, wait_s: float | None) -> None:
    failures = int(home.status(source.name).get("failures") or 0) + 1
    until = (now() + dt.timedelta(seconds=wait_s)).isoformat() if wait_s else None
    home.note(source.name, failures=failures, not_before=until)


def _ceiling(source: Source, home: Home, step: Step) -> None:
    """Counts a call, over all processes; waits out a short pause. Raises TooSoon. The loopback has no ceiling."""
    if urlsplit(step.url).hostname in LOOPBACK:
        return
    status = home.status(source.name)
    moment = now()
    until = status.get("not_before")
    if until and moment < dt.datetime.fromisoformat(until):
        raise TooSoon(f"the source asked to be left alone until {until}")
    calls = status.get("calls") or {}
    today = moment.date().isoformat()
    count = calls.get("count", 0) if calls.get("day") == today else 0
    if count >= source.daily:
        raise TooSoon(f"{count:,} calls today, the most that is polite")
    if last := calls.get("last"):
        rest = source.pause_s - (moment - dt.datetime.fromisoformat(last)).total_seconds()
        if rest > SHORT_WAIT_S:
            raise TooSoon(f"asked again too soon; wait {rest:.0f} s")
        time.sleep(max(0.0, rest))
    home.note(source.name, calls={"day": today, "count": count + 1, "last": now().isoformat()})


def _address(step: Step) -> str:
    """What is asked, as it stands in the checkpoint."""
    return f"{step.url} {'&'.join(f'{name}={value}' for name, value in step.params)}"


def _rerouted(steps: Any, url: str | None) -> list[Step]:
    """``steps`` as they are, or with the host of ``url``, or the first with the whole address ``url``."""
    listed = list(steps)
    if not url or not listed:
        return listed
    parts = urlsplit(url)
    if parts.path.strip("/"):
        return [replace(listed[0], url=url, params=()), *listed[1:]]
    return [replace(one, url=urlsplit(one.url)._replace(scheme=parts.scheme, netloc=parts.netloc).geturl()) for one in listed]


def age_s(source: Source, home: Home) -> float | None:
    """Seconds since the last good copy; None when there is none."""
    last = home.status(source.name).get("last_good")
    return (now() - dt.datetime.fromisoformat(last["at"])).total_seconds() if last else None


def is_due(source: Source, home: Home) -> bool:
    """The last good copy is older than the source's own interval (with a tenth to spare, as timers drift)."""
    age = age_s(source, home)
    return age is None or age >= 0.9 * source.every_s


def standing(source: Source, home: Home) -> dict[str, Any]:
    """How ``source`` does, for people and screens: last good copy and its age, last try, quality, rows kept."""
    status, manifest, age = home.status(source.name), Shelf(source, home.shelf(source.name)).manifest(), age_s(source, home)
    scores, tried = status.get("quality"), status.get("last_try")
    if tried and tried["state"] == "failed":
        tried = {**tried, "kind": kind_of(tried["reason"])}
    return {
        "name": source.name, "title": {"en": source.title_en, "zh-TW": source.title_zh},
        "publisher": {"en": source.publisher_en, "zh-TW": source.publisher_zh}, "page": source.page,
        "licence": dict(source.licence), "every_s": source.every_s,
        "state": "never" if age is None else "fresh" if age <= 3 * source.every_s else "stale",
        "age_s": None if age is None else int(age), "last_good": status.get("last_good"), "last_try": tried,
        "failures": int(status.get("failures") or 0), "rows": manifest.rows, "newest": manifest.last,
        "simulated": manifest.simulated, "version": manifest.version,
        "quality": quality.told(scores, age, source.every_s) if scores and age is not None else None,
        "key_needed": list(source.environment),
        "caveat": {"en": source.caveat_en, "zh-TW": source.caveat_zh} if source.caveat_en else None,
    }


def standings(sources: Mapping[str, Source], home: Home) -> Iterator[dict[str, Any]]:
    for source in sources.values():
        yield standing(source, home)


__all__ = ["Outcome", "Unreachable", "age_s", "is_due", "read", "refresh", "standing", "standings"]
