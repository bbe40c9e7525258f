"""Talks that are being followed: their state, their tokens, who is woken when it changes. In memory, or shared through Redis."""

import asyncio
import hashlib
import json
import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from redis import asyncio as redis
from redis.exceptions import RedisError

MOST_SESSIONS = 20  # talks at once
MOST_FOLLOWERS = 400  # of one talk; a hall of 200 with room for those who reconnect
IDLE_S = 4 * 3600.0  # a talk nobody has moved for so long ends
PREFIX = "taoyuan:follow:"
log = logging.getLogger(__name__)
State = dict[str, Any]


class Full(RuntimeError):
    """There are as many talks, or as many followers of one, as there may be."""


class Unknown(LookupError):
    """No running talk has this token."""


def digest(token: str) -> str:
    """What is kept of a token: who reads the memory or the Redis cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Session:
    """A talk: ``key`` is the digest of its read token. ``number`` goes up with each change; ``state`` is the last one."""

    key: str
    control: str
    version: str
    number: int = 0
    state: State = field(default_factory=dict)
    touched: float = field(default_factory=time.time)
    is_ended: bool = False
    followers: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, number: int, state: State, is_ended: bool = False) -> None:
        """The new state, unless it is older than the one there is; everyone waiting is woken."""
        if number <= self.number and not is_ended:
            return
        self.number, self.state, self.touched, self.is_ended = max(number, self.number), state, time.time(), is_ended
        self.changed.set()
        self.changed = asyncio.Event()

    def told(self) -> str:
        """What another process needs to know of it."""
        return json.dumps(
            {
                "control": self.control,
                "version": self.version,
                "number": self.number,
                "state": self.state,
                "touched": self.touched,
                "is_ended": self.is_ended,
            },
            ensure_ascii=False,
        )


class Sessions:
    """The talks of this process."""

    def __init__(self, most: int = MOST_SESSIONS, idle_s: float = IDLE_S) -> None:
        self.most, self.idle_s = most, idle_s
        self.by_key: dict[str, Session] = {}

    async def open(self, version: str) -> tuple[str, str]:
        """A new talk: (control token, read token). Raises Full."""
        self.sweep()
        if await self.running() >= self.most:
            raise Full("talks")
        control, read = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        session = Session(digest(read), digest(control), version)
        self.by_key[session.key] = session
        await self.keep(session)
        return control, read

    async def of_reader(self, token: str) -> Session:
        """The talk a read token follows. Raises Unknown."""
        session = self.by_key.get(digest(token)) or await self.fetch(digest(token))
        if session is None or self.is_over(session):
            raise Unknown
        return session

    async def of_speaker(self, token: str) -> Session:
        """The talk a control token moves. Raises Unknown."""
        wanted = digest(token)
        await self.fetch_all()
        for session in list(self.by_key.values()):
            if secrets.compare_digest(session.control, wanted) and not self.is_over(session):
                return session
        raise Unknown

    async def move(self, session: Session, state: State) -> int:
        """Everyone who follows ``session`` gets ``state``; its number comes back."""
        session.take(session.number + 1, state)
        await self.keep(session)
        return session.number

    async def end(self, session: Session) -> None:
        """The talk is over: followers are told, its tokens are worth nothing any more."""
        session.take(session.number + 1, session.state, is_ended=True)
        await self.keep(session)
        self.by_key.pop(session.key, None)

    def is_over(self, session: Session) -> bool:
        return session.is_ended or time.time() - session.touched > self.idle_s

    def sweep(self) -> None:
        """Ends what nobody has moved for too long."""
        for key, session in list(self.by_key.items()):
            if self.is_over(session):
                session.take(session.number + 1, session.state, is_ended=True)
                self.by_key.pop(key)

    async def running(self) -> int:
        return len(self.by_key)

    async def keep(self, session: Session) -> None:
        """Tells other processes; there are none here."""

    async def fetch(self, key: str) -> Session | None:
        """A talk another process opened; there is none here."""

    async def fetch_all(self) -> None:
        """All talks other processes opened."""

    async def listen(self) -> None:
        """Hears what other processes do, until cancelled; ends talks whose time is over."""
        while True:
            await asyncio.sleep(30)
            self.sweep()


class SharedSessions(Sessions):
    """The talks of several processes: each is one value in Redis, each change one message to all of them."""

    def __init__(self, url: str, most: int = MOST_SESSIONS, idle_s: float = IDLE_S) -> None:
        super().__init__(most, idle_s)
        self.redis = redis.Redis.from_url(url, decode_responses=True, health_check_interval=15, socket_connect_timeout=3)

    async def running(self) -> int:
        return sum([1 async for _ in self.redis.scan_iter(f"{PREFIX}talk:*", count=200)])

    async def keep(self, session: Session) -> None:
        name, told = f"{PREFIX}talk:{session.key}", session.told()
        if session.is_ended:
            await self.redis.delete(name)
        else:
            await self.redis.set(name, told, ex=max(1, round(self.idle_s)))
        await self.redis.publish(f"{PREFIX}moved", json.dumps({"key": session.key, "told": told}))

    async def fetch(self, key: str) -> Session | None:
        told = await self.redis.get(f"{PREFIX}talk:{key}")
        return self._take(key, told) if told else None

    async def fetch_all(self) -> None:
        async for name in self.redis.scan_iter(f"{PREFIX}talk:*", count=200):
            key = name.rsplit(":", 1)[1]
            if key not in self.by_key:
                await self.fetch(key)

    def _take(self, key: str, told: str) -> Session:
        known = json.loads(told)
        session = self.by_key.get(key)
        if session is None:
            session = self.by_key[key] = Session(key, known["control"], known["version"])
        session.take(known["number"], known["state"], known["is_ended"])
        if known["is_ended"]:
            self.by_key.pop(key, None)
        return session

    async def listen(self) -> None:
        """As above; a Redis that is gone is waited for, and what was missed is read from the kept values."""
        while True:
            try:
                async with self.redis.pubsub() as heard:
                    await heard.subscribe(f"{PREFIX}moved")
                    for key in list(self.by_key):
                        await self.fetch(key)
                    while True:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=30)
                        if message:
                            moved = json.loads(message["data"])
                            if moved["key"] in self.by_key:
                                self._take(moved["key"], moved["told"])
                        self.sweep()
            except (RedisError, OSError) as error:
                log.warning("Redis not reached, trying again: %s", error)
                await asyncio.sleep(1)
