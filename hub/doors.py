"""Who may come in: hall network, tokens with names, a signed cookie for the page, and problems said in words."""

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request, Response, jsonify
from itsdangerous import BadSignature, URLSafeTimedSerializer

from settings import SettingError

SHORTEST_TOKEN = 24  # characters; 24 of token_urlsafe are 144 bits
NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
COOKIE = "hub"
SESSION_S = 12 * 3600  # seconds a login holds: one day of work

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Problem(Exception):
    """An answer that says no: HTTP status, title and detail, as RFC 9457 wants them; ``errors`` name places in the body."""

    def __init__(self, status: int, title: str, detail: str, errors: list[dict[str, str]] | None = None):
        super().__init__(detail)
        self.status, self.title, self.detail, self.errors = status, title, detail, errors

    def response(self) -> Response:
        """The problem as JSON."""
        said: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        if self.errors:
            said["errors"] = self.errors
        answer = jsonify(said)
        answer.status_code, answer.mimetype = self.status, "application/problem+json"
        answer.headers["Cache-Control"] = "no-store"
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="hub"'
        return answer


@dataclass(frozen=True)
class Session:
    """A login of the page: the name of the token, and the nonce its form tokens are made of."""

    who: str
    nonce: str


@dataclass(frozen=True)
class Doors:
    """The rules of entry, read once from the settings. No token = closed to all, never open to all."""

    tokens: Mapping[str, str] = field(repr=False)  # {name: token} of the organisers
    screen_token: str = field(repr=False)
    networks: tuple[Network, ...]
    proxies: int

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> "Doors":
        """From the settings hub_tokens, hub_screen_token, hub_networks, hub_proxies. Raises SettingError; no token is in it."""
        tokens: dict[str, str] = {}
        for number, part in enumerate(filter(None, (one.strip() for one in settings["hub_tokens"].split(","))), start=1):
            name, _, token = part.partition("=")
            if not NAME.fullmatch(name) or len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
                raise SettingError(f"HUB_TOKENS, entry {number}: write name=token, with {SHORTEST_TOKEN} or more ASCII characters")
            tokens[name] = token
        screen = settings["hub_screen_token"]
        if screen and (len(screen) < SHORTEST_TOKEN or not screen.isascii() or not screen.isprintable()):
            raise SettingError(f"HUB_SCREEN_TOKEN: write {SHORTEST_TOKEN} or more ASCII characters")
        if screen in tokens.values():
            raise SettingError("HUB_SCREEN_TOKEN is also one of HUB_TOKENS; a screen must not be able to command the others")
        networks = []
        for text in filter(None, (one.strip() for one in settings["hub_networks"].split(","))):
            try:
                networks.append(ipaddress.ip_network(text))
            except ValueError as error:
                raise SettingError(f"HUB_NETWORKS: {error}; write networks such as 192.168.10.0/24") from None
        if settings["hub_proxies"] < 0:
            raise SettingError("HUB_PROXIES is below 0; write how many proxies stand in front, 0 or more")
        return cls(tokens, screen, tuple(networks), settings["hub_proxies"])

    @property
    def is_open(self) -> bool:
        """Is there any token at all?"""
        return bool(self.tokens or self.screen_token)

    def require_network(self, request: Request) -> None:
        """Raises Problem 403 unless the request comes from the hall network."""
        if not self.is_open:
            raise Problem(403, "The hub is closed", "No token is set on the server (HUB_TOKENS, HUB_SCREEN_TOKEN).")
        address = self._client(request)
        if not any(address.version == network.version and address in network for network in self.networks):
            raise Problem(403, "Not in the hall", "The hub answers in the hall network only (HUB_NETWORKS on the server).")

    def require_screen(self, request: Request) -> None:
        """Raises Problem unless a screen of the hall asks, with ``Authorization: Bearer`` and the screens' token."""
        self.require_network(request)
        if not self.screen_token:
            raise Problem(403, "The hub takes no reports", "HUB_SCREEN_TOKEN is not set on the server.")
        if not _same(_bearer(request), self.screen_token):
            raise Problem(401, "Wrong token", "Send Authorization: Bearer with the screens' token.")

    def require_organiser(self, request: Request) -> str:
        """The name of the token of ``Authorization: Bearer``. Raises Problem."""
        self.require_network(request)
        who = self.name_of(_bearer(request))
        if who is None:
            raise Problem(401, "Wrong token", "Send Authorization: Bearer with an organiser's token.")
        return who

    def name_of(self, token: str) -> str | None:
        """Whose token it is. Every token is compared in full, so time says nothing."""
        found = [name for name, known in self.tokens.items() if _same(token, known)]
        return found[0] if found else None

    def signed(self, who: str) -> str:
        """The cookie of a new login: signed, dated, worthless once the token is changed; the token is not in it."""
        return self._signer(who).dumps([who, secrets.token_urlsafe(16)])

    def session(self, request: Request) -> Session | None:
        """The login of the page's cookie; None when there is none or it is too old, forged, or of a token no longer set."""
        cookie = request.cookies.get(COOKIE, "")
        for who in self.tokens:
            try:
                named, nonce = self._signer(who).loads(cookie, max_age=SESSION_S)
            except (BadSignature, ValueError, TypeError):
                continue
            if named == who:
                return Session(who, nonce)
        return None

    def form_token(self, session: Session) -> str:
        """What every form of this login carries, so that no other page can send one."""
        return hmac.new(self._key(session.who, b"form"), session.nonce.encode(), hashlib.sha256).hexdigest()

    def require_form(self, request: Request) -> Session:
        """The login a form was sent with. Raises Problem 401 without one, 403 when the form is not of this page."""
        session = self.session(request)
        if session is None:
            raise Problem(401, "Not logged in", "The login has ended; log in again.")
        if not _same(request.form.get("csrf", ""), self.form_token(session)):
            raise Problem(403, "Not from this page", "The form was not made by this login; open the page again.")
        return session

    def is_secure(self, request: Request) -> bool:
        """Did the browser come by https? A proxy is believed only where one is declared."""
        return request.is_secure or (self.proxies > 0 and request.headers.get("X-Forwarded-Proto", "") == "https")

    def _client(self, request: Request) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
        """Who asks. Each declared proxy appends whom it heard to X-Forwarded-For; what stands before those may be invented."""
        heard = [part.strip() for line in request.headers.getlist("X-Forwarded-For") for part in line.split(",")]
        if self.proxies == 0 and (heard or "Forwarded" in request.headers):
            raise Problem(403, "Behind a proxy", "A proxy stands in front, and none is declared (HUB_PROXIES on the server).")
        if self.proxies > len(heard):
            raise Problem(403, "Not by the proxy", "The declared proxy did not say who asks (HUB_PROXIES on the server).")
        text = heard[-self.proxies] if self.proxies else request.remote_addr or ""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            raise Problem(403, "Not in the hall", "It is not known who asks.") from None
        return getattr(address, "ipv4_mapped", None) or address

    def _signer(self, who: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._key(who, b"cookie"), salt="hub")

    def _key(self, who: str, purpose: bytes) -> bytes:
        return hmac.new(self.tokens[who].encode(), purpose, hashlib.sha256).digest()


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _same(given: str, known: str) -> bool:
    """Compared by their hashes, so that neither content nor length can be measured."""
    return hmac.compare_digest(
        hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest(), hashlib.sha256(known.encode()).digest()
    )
