"""The channel an audience follows on: a small ASGI application of its own, so that 200 open lines take no thread of a page.

Server-sent events (HTML standard 9.2): each event is the whole present state, so whoever comes late or comes back needs only
the last.
"""

import asyncio
import contextlib
import ipaddress
import json
import logging
import re
import secrets
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from redis.exceptions import RedisError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from talks.sessions import MOST_FOLLOWERS, Full, Session, Sessions, SharedSessions, State, Unknown

BEAT_S = 15.0  # a comment, so that proxies and phones keep a quiet line open
RETRY_MS = 1500  # what a browser waits before it comes back (its own back-off follows)
MOST_BODY = 8192
MOST_TEXT = 400
MOST_A_SECOND = 20  # changes of one talk
ADDRESS = re.compile(r"/(?!/)[^\\#\s]{0,2047}")
VERSION = re.compile(r"[0-9a-f]{12}")
LANGUAGES = ("zh-TW", "en")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
}
log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is answered with a JSON problem: status and what to do instead."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Channel:
    """The addresses of the channel. ``token``: what a presenter must show to open a talk; empty = being in a private network."""

    def __init__(self, sessions: Sessions, token: str = "", beat_s: float = BEAT_S) -> None:
        self.sessions, self.token, self.beat_s = sessions, token, beat_s
        self.moved: dict[str, list[float]] = {}

    def application(self) -> Starlette:
        routes = [
            Route("/follow/talks", self.answered(self.open), methods=["POST", "OPTIONS"]),
            Route("/follow/control", self.answered(self.move), methods=["POST", "DELETE", "OPTIONS"]),
            Route("/follow/{read}/events", self.answered(self.events), methods=["GET", "OPTIONS"]),
            Route("/follow/{read}/state", self.answered(self.state), methods=["GET", "OPTIONS"]),
            Route("/follow/health", self.answered(self.health), methods=["GET"]),
        ]
        return Starlette(routes=routes, lifespan=self.living)

    @contextlib.asynccontextmanager
    async def living(self, _app: Starlette) -> AsyncIterator[None]:
        listening = asyncio.create_task(self.sessions.listen())
        try:
            yield
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening

    async def open(self, request: Request) -> Response:
        """201 with the two tokens of a new talk."""
        self.check_may_open(request)
        given = await body(request)
        version = given.get("version", "")
        if not isinstance(version, str) or (version and not VERSION.fullmatch(version)):
            raise Refused(400, "version is no data version; write the twelve hex digits a page carries, or leave it out")
        control, read = await self.sessions.open(version)
        return JSONResponse({"control": control, "read": read, "version": version, "idle_s": self.sessions.idle_s}, 201)

    async def move(self, request: Request) -> Response:
        """The next step (POST) or the end (DELETE), by the control token in the Authorization header, never in an address."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "show the control token: Authorization: Bearer …")
        session = await self.sessions.of_speaker(token)
        if request.method == "DELETE":
            await self.sessions.end(session)
            return Response(status_code=204)
        self.check_pace(session)
        number = await self.sessions.move(session, checked(await body(request)))
        return JSONResponse({"number": number, "followers": session.followers})

    async def state(self, request: Request) -> Response:
        """The present state once."""
        session = await self.sessions.of_reader(request.path_params["read"])
        return JSONResponse(present(session))

    async def events(self, request: Request) -> Response:
        """The present state and every one after it, as server-sent events."""
        session = await self.sessions.of_reader(request.path_params["read"])
        if session.followers >= MOST_FOLLOWERS:
            raise Full("followers")
        seen = request.headers.get("last-event-id", "")
        last = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        return StreamingResponse(
            self.stream(session, last), media_type="text/event-stream", headers={**HEADERS, "X-Accel-Buffering": "no"}
        )

    async def stream(self, session: Session, last: int) -> AsyncIterator[bytes]:
        """Text of the events after number ``last``; ends with the talk. A follower that is slow gets only the newest."""
        session.followers += 1
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            while True:
                changed = session.changed
                if session.is_ended:
                    yield b"event: end\ndata: {}\n\n"
                    return
                if session.number != last:
                    last = session.number
                    yield f"id: {last}\nevent: state\ndata: {json.dumps(present(session), ensure_ascii=False)}\n\n".encode()
                    continue
                try:
                    async with asyncio.timeout(self.beat_s):
                        await changed.wait()
                except TimeoutError:
                    yield b": beat\n\n"
        finally:
            session.followers -= 1

    async def health(self, _request: Request) -> Response:
        return JSONResponse(
            {"talks": len(self.sessions.by_key), "followers": sum(s.followers for s in self.sessions.by_key.values())}
        )

    def answered(self, handler: Any) -> Any:
        """``handler`` with its refusals in words and the headers that let the exhibition's own pages read it from their port."""

        async def answer(request: Request) -> Response:
            try:
                given = Response(status_code=204) if request.method == "OPTIONS" else await handler(request)
            except Refused as refused:
                given = problem(refused.status, str(refused))
            except Unknown:
                given = problem(404, "No talk is running under this token; ask the speaker for the address of today.")
            except Full as full:
                given = problem(503, f"No room for more {full}; try again in a minute.")
                given.headers["Retry-After"] = "60"
            except (RedisError, OSError) as error:
                log.warning("Redis not reached: %s", error)
                given = problem(503, "The store of the talks cannot be reached; the speaker's own windows go on.")
                given.headers["Retry-After"] = "2"
            except ClientDisconnect:
                given = problem(400, "The request ended before its body did.")
            for name, value in HEADERS.items():
                given.headers.setdefault(name, value)
            origin = request.headers.get("origin", "")
            if is_own(origin, request):
                given.headers["Access-Control-Allow-Origin"] = origin
                given.headers["Vary"] = "Origin"
                given.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Last-Event-ID"
                given.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            return given

        return answer

    def check_may_open(self, request: Request) -> None:
        """Raises Refused when this asker may not open a talk."""
        if request.headers.get("origin") and not is_own(request.headers["origin"], request):
            raise Refused(403, "a page of another host may not open a talk here")
        if self.token:
            if not secrets.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {self.token}".encode()):
                raise Refused(401, "show the token of FOLLOW_TOKEN: Authorization: Bearer …")
        elif not (request.client and ipaddress.ip_address(request.client.host).is_private):
            raise Refused(403, "talks are opened from the hall's own network, or with FOLLOW_TOKEN")

    def check_pace(self, session: Session) -> None:
        """Raises Refused when a talk moves faster than anyone can look."""
        now = time.monotonic()
        moved = [at for at in self.moved.get(session.key, []) if now - at < 1]
        if len(moved) >= MOST_A_SECOND:
            raise Refused(429, f"more than {MOST_A_SECOND} steps in a second; wait a moment")
        self.moved = {key: times for key, times in self.moved.items() if key in self.sessions.by_key} | {session.key: [*moved, now]}


def is_own(origin: str, request: Request) -> bool:
    """Is ``origin`` a page of the same host (the exhibition on its own port)?"""
    try:
        return bool(origin) and urlsplit(origin).hostname == urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return False


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request, of 8 kB at most. Raises Refused."""
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > MOST_BODY:
            raise Refused(413, f"the body is larger than {MOST_BODY} bytes")
    try:
        given = json.loads(raw or b"{}")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Refused(400, "the body is no JSON object")
    return given


def checked(given: dict[str, Any]) -> State:
    """A state: step, address, black and text by language; nothing else goes to the followers. Raises Refused."""
    step, address, text = given.get("step"), given.get("address"), given.get("text", {})
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= 1000:
        raise Refused(400, "step is missing or no whole number; write the number of the step, from 1")
    if not isinstance(address, str) or not ADDRESS.fullmatch(address) or not address.isprintable():
        raise Refused(400, "address is no path of this exhibition; write one such as /stories/citizen-card?step=2")
    if (
        not isinstance(text, dict)
        or set(text) - set(LANGUAGES)
        or not all(isinstance(one, str) and len(one) <= MOST_TEXT for one in text.values())
    ):
        raise Refused(400, f"text holds something else than zh-TW and en of {MOST_TEXT} characters at most")
    if not isinstance(given.get("black", False), bool):
        raise Refused(400, "black is neither true nor false")
    return {
        "step": step,
        "address": address,
        "text": {tag: said.encode("utf-8", "replace").decode() for tag, said in text.items()},
        "black": given.get("black", False),
    }


def present(session: Session) -> State:
    """What a follower is told: number, version of the data, and the state; before the first step there is no address."""
    return {"number": session.number, "version": session.version, **session.state}


def problem(status: int, words: str) -> JSONResponse:
    """A JSON problem (RFC 9457)."""
    return JSONResponse(
        {"type": "about:blank", "title": "Not followed", "status": status, "detail": words},
        status,
        media_type="application/problem+json",
    )


def create(cache_url: str, token: str = "") -> Starlette:
    """The channel: sessions in Redis when ``cache_url`` names one, else in this process."""
    shared = cache_url.startswith(("redis:", "rediss:", "unix:"))
    return Channel(SharedSessions(cache_url) if shared else Sessions(), token).application()
