"""What is derived and worth keeping: text only, so nothing read back can run; in this process or in Redis by setting."""

import logging
from collections.abc import Callable
from typing import Any

from cachelib.serializers import JSONSerializer
from flask_caching import Cache
from redis.exceptions import RedisError

cache = Cache()
log = logging.getLogger(__name__)
KEEP_S = 3600       # seconds; a derived value is keyed by the data version, an hour only bounds memory
KEEP_MOST = 2000    # values in this process


def config(url: str) -> dict[str, Any]:
    """flask-caching's settings for ``url``: memory:// or redis://…. Raises ValueError on another scheme."""
    if url.startswith("memory:"):
        return {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": KEEP_S, "CACHE_THRESHOLD": KEEP_MOST}
    if url.startswith(("redis:", "rediss:", "unix:")):
        return {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": url, "CACHE_DEFAULT_TIMEOUT": KEEP_S,
                "CACHE_KEY_PREFIX": "taoyuan:", "CACHE_SERIALIZER": JSONSerializer()}
    raise ValueError(f"CACHE_URL={url!r}: write memory:// or redis://host:port/0")


def kept(key: str, derive: Callable[[], str]) -> str:
    """The text under ``key``; derived and kept when it is not there. A cache that cannot be reached costs time, nothing else."""
    try:
        text = cache.get(key)
    except (RedisError, ValueError) as error:
        log.warning("cache not reached, deriving: %s", error)
        return derive()
    if isinstance(text, str):
        return text
    text = derive()
    try:
        cache.set(key, text)
    except RedisError as error:
        log.warning("cache not reached, not kept: %s", error)
    return text
