"""How much one address may ask: requests a minute, length of an address, size of a body; what is too much is said in words."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, request
from flask_limiter import Limiter

from server.address import is_for_programs

FREE = ("/healthz", "/readyz", "/metrics")
LONGEST = 8192  # characters of an address; RFC 9110, 4.1 asks for 8000 at least
ROUTER = "/_page"
OFF = "off"
PREFIX_V6 = 64  # bits one subscriber of IPv6 has at least (RFC 6177): one visitor, whatever the rest


def install(server: Flask, chosen: Mapping[str, Any]) -> None:
    """Puts the limits of ``chosen`` (settings) before every request of ``server``. Raises ValueError on an unreadable one.

    Counters stand in this process or in the Redis of CACHE_URL; without it for a while, each process counts for itself.
    """
    server.config["MAX_CONTENT_LENGTH"] = int(chosen["body_limit_kb"]) * 1024
    server.before_request(refuse_too_much)
    networks = read_networks(str(chosen["rate_exempt"]))
    proxies = int(chosen["hub_proxies"])
    rates = {"pages": str(chosen["rate_limit"]), "data": str(chosen["rate_limit_data"])}
    if rates["pages"] == OFF:
        return
    limiter = Limiter(
        lambda: f"{room()}:{bucket(visitor(proxies))}",
        app=server,
        application_limits=[lambda: rates[room()]],
        storage_uri=str(chosen["cache_url"]).replace("unix:", "redis+unix:"),
        strategy="moving-window",
        headers_enabled=True,
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        key_prefix="taoyuan",
    )
    limiter.request_filter(lambda: request.path in FREE or is_in(visitor(proxies), networks))


def refuse_too_much() -> Response | None:
    """414 for an address, 413 for a body that is too long; nothing of either is read."""
    told_in_words = request.path == ROUTER      # it answers a too long address with a page, as server/address.py says
    if len(request.environ.get("QUERY_STRING", "")) + len(request.path) > LONGEST and not told_in_words:
        abort(414)
    most = request.max_content_length
    if most is not None and (request.content_length or 0) > most:
        abort(413)
    return None


def room() -> str:
    """data for programs' addresses (sums and files, dearer than a page), pages for the rest."""
    return "data" if is_for_programs(request.path) else "pages"


def visitor(proxies: int) -> str:
    """Who asks: the peer, or what the outermost of ``proxies`` trusted proxies heard. What stands before it may be invented."""
    heard = [part.strip() for line in request.headers.getlist("X-Forwarded-For") for part in line.split(",")]
    if proxies > 0 and len(heard) >= proxies:
        return heard[-proxies]
    return request.remote_addr or ""


def bucket(address: str) -> str:
    """What is counted together: an IPv4 address, or the first 64 bits of an IPv6 one; what is no address counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "none"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> PREFIX_V6 << PREFIX_V6, PREFIX_V6)))
    return str(found)


def read_networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks of a setting. Raises ValueError, in words."""
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ValueError(f"RATE_EXEMPT: {error}; write networks such as 127.0.0.0/8,::1/128") from None


def is_in(address: str, networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    """Is ``address`` in one of ``networks``? What is no address is in none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
