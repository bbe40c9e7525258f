"""One polite request: named, timed, tried again with growing pauses, spaced, TLS verified, never larger than agreed."""

import datetime as dt
import hashlib
import os
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import httpx
import stamina

from data.sources.core.declaration import Source, Step
from data.sources.core.errors import KeyMissing, Refused, Unreachable
from data.sources.core.reading import TAIPEI, as_json, is_html

USER_AGENT = "TaoyuanExhibition/0.1 (open data reader; one request at a time)"
CHAINS = Path(__file__).parent / "chains"       # intermediate certificates that some government servers forget to send
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
REDIRECTS = 3
NEVER = {  # words in a content type that rule out what is expected; many portals say text/plain or octet-stream, which is fine
    "json": ("html", "image/", "video/", "audio/", "pdf"),
    "xml": ("text/html", "image/", "video/", "audio/", "pdf", "json"),
    "csv": ("text/html", "image/", "video/", "audio/", "pdf", "json"),
}


@dataclass(frozen=True)
class Patience:
    """Seconds and sizes of one request: open data servers take 8 to 30 s; two retries."""

    connect_s: float = 8.0
    read_s: float = 30.0
    total_s: float = 120.0
    attempts: int = 3
    wait_s: float = 1.0                 # before the second try; doubles, with jitter
    most_wait_s: float = 60.0           # a longer Retry-After is not waited for
    most_bytes: int = 128 * 2**20


@dataclass(frozen=True)
class Answer:
    """What came: ``url`` without secrets, the bytes, when (clock of Taiwan)."""

    url: str
    status: int
    content_type: str
    raw: bytes
    fetched: dt.datetime
    sha256: str


def now() -> dt.datetime:
    """The clock of Taiwan, to the second, without a zone."""
    return dt.datetime.now(TAIPEI).replace(tzinfo=None, microsecond=0)


@lru_cache(maxsize=4)
def trust(more: str = "") -> ssl.SSLContext:
    """Certificates are always verified. To certifi's roots come ``chains/*.pem`` and the file or folder ``more`` (TLS_BUNDLE).

    Only the strict reading of X.509 (on by default from Python 3.13) is left out: Taiwan's government chains lack fields it wants.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    for file in sorted(CHAINS.glob("*.pem")):
        context.load_verify_locations(cafile=file)
    if more:
        place = Path(more)
        for file in sorted(place.glob("*.pem")) if place.is_dir() else [place]:
            context.load_verify_locations(cafile=file)
    return context


@dataclass
class Fetcher:
    """Makes the requests of one source. ``environment`` holds the keys; they go to the source and nowhere else."""

    source: Source
    patience: Patience = field(default_factory=Patience)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    bundle: str = ""
    spaced: bool = True                 # keep the source's pause between two calls; never needed on the loopback
    calls: int = 0
    token_url: str | None = None        # another token address, for a rehearsal
    _last: float = float("-inf")
    _token: tuple[str, float] = ("", 0.0)

    def get(self, step: Step) -> Answer:
        """The answer to ``step``. Raises KeyMissing, Unreachable (after the last try) or Refused."""
        secrets = self._secrets()
        with self._client() as client:
            for attempt in stamina.retry_context(on=self._again, attempts=self.patience.attempts, timeout=self.patience.total_s,
                                                 wait_initial=self.patience.wait_s, wait_max=self.patience.most_wait_s / 2,
                                                 wait_jitter=self.patience.wait_s / 2):
                with attempt:
                    self._pause(step.url)
                    return self._once(client, step, secrets)
        raise AssertionError("unreachable")

    def _again(self, error: Exception) -> bool | float:
        """Worth another try, or how many seconds to wait first, as the source asked."""
        if not isinstance(error, Unreachable):
            return False
        if error.wait_s is None:
            return True
        return error.wait_s if error.wait_s <= self.patience.most_wait_s else False

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        limits = httpx.Timeout(self.patience.read_s, connect=self.patience.connect_s)
        with httpx.Client(verify=trust(self.bundle), timeout=limits, follow_redirects=False, trust_env=False,
                          headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}) as client:
            yield client

    def _secrets(self) -> dict[str, str]:
        missing = [name for name in self.source.environment if not self.environment.get(name, "").strip()]
        if missing:
            raise KeyMissing(f"needs {', '.join(missing)} in the environment ({self.source.page} says how to get one)")
        return {parameter: self.environment[name].strip() for parameter, name in self.source.keys.items()}

    def _pause(self, url: str) -> None:
        self.calls += 1
        if self.spaced and urlsplit(url).hostname not in LOOPBACK:
            time.sleep(max(0.0, self._last + self.source.pause_s - time.monotonic()))
        self._last = time.monotonic()

    def _once(self, client: httpx.Client, step: Step, secrets: Mapping[str, str]) -> Answer:
        headers = self._bearer(client) if self.source.oauth else {}
        url = httpx.URL(step.url)
        if step.params or secrets:
            url = url.copy_merge_params({**dict(step.params), **secrets})
        until = time.monotonic() + self.patience.total_s
        for _ in range(REDIRECTS + 1):
            status, answer_headers, raw = self._read(client, "GET", url, headers, until)
            if status not in (301, 302, 303, 307, 308):
                break
            url = _redirected(url, answer_headers.get("location", ""))
        else:
            raise Refused(f"redirects more than {REDIRECTS} times")
        _judge_status(status, answer_headers)
        kind = answer_headers.get("content-type", "").lower()
        if not raw.strip():
            raise Refused("the answer is empty")
        if any(word in kind for word in NEVER[step.expects]) or is_html(raw):
            raise Refused(f"{kind or 'a web page'} came instead of {step.expects.upper()}")
        return Answer(_public(step), status, kind, raw, now(), hashlib.sha256(raw).hexdigest())

    def _read(self, client: httpx.Client, method: str, url: httpx.URL, headers: Mapping[str, str], until: float,
              form: Mapping[str, str] | None = None) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and bytes; never more than ``most_bytes``, never longer than ``until``."""
        parts: list[bytes] = []
        size = 0
        try:
            with client.stream(method, url, headers=dict(headers), data=dict(form) if form else None) as answer:
                for part in answer.iter_bytes():        # as they come: a full chunk may never come
                    size += len(part)
                    if size > self.patience.most_bytes:
                        raise Refused(f"more than {self.patience.most_bytes:,} bytes: that is not this list")
                    if time.monotonic() > until:
                        raise Unreachable(f"took longer than {self.patience.total_s:g} s")
                    parts.append(part)
                return answer.status_code, answer.headers, b"".join(parts)
        except httpx.TimeoutException as error:
            if isinstance(error, httpx.ConnectTimeout):
                self._last = float("-inf")
            raise Unreachable(f"no answer within {self.patience.read_s:g} s") from None
        except httpx.DecodingError:
            raise Refused("the compression of the answer is broken") from None
        except httpx.ConnectError as error:
            self._last = float("-inf")          # nobody was asked: no pause is owed
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise Refused(f"the certificate of {url.host} cannot be verified ({_certificate(error)}); "
                              "a missing intermediate goes into the folder named by TLS_BUNDLE") from None
            raise Unreachable(f"{url.host} cannot be reached ({type(error).__name__})") from None
        except httpx.TransportError as error:
            raise Unreachable(f"the connection broke ({type(error).__name__})") from None

    def _bearer(self, client: httpx.Client) -> dict[str, str]:
        """The token of an OAuth client (RFC 6749, 4.4), kept until a minute before it ends; in memory only."""
        assert self.source.oauth
        url, id_name, secret_name = self.source.oauth
        token, ends = self._token
        if time.monotonic() >= ends:
            form = {"grant_type": "client_credentials", "client_id": self.environment[id_name].strip(),
                    "client_secret": self.environment[secret_name].strip()}
            until = time.monotonic() + self.patience.total_s
            status, headers, raw = self._read(client, "POST", httpx.URL(self.token_url or url), {}, until, form)
            if status in (400, 401, 403):
                raise Refused(f"the token is refused with status {status}: {id_name} and {secret_name} are not accepted", status)
            _judge_status(status, headers)
            token, ends = _token(raw)
            self._token = token, ends
        return {"Authorization": f"Bearer {token}"}


def _token(raw: bytes) -> tuple[str, float]:
    found: Any = as_json(raw)
    if not isinstance(found, dict) or not isinstance(found.get("access_token"), str) or not found["access_token"]:
        raise Refused("the token answer holds no access_token")
    lasts = found.get("expires_in")
    return found["access_token"], time.monotonic() + max(0.0, (float(lasts) if isinstance(lasts, int | float) else 0.0) - 60.0)


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    """The next address on the same host, never from https to http. Raises Refused."""
    target = httpx.URL(urljoin(str(url), location))
    if not location or target.host != url.host or (url.scheme == "https" and target.scheme != "https"):
        raise Refused(f"redirects elsewhere ({target.scheme}://{target.host})")
    return target


def _judge_status(status: int, headers: httpx.Headers) -> None:
    if status == 429 or status >= 500:
        raise Unreachable(f"answers with status {status}", _retry_after(headers.get("retry-after", "")))
    if status in (401, 403):
        raise Refused(f"answers with status {status}: the key or address is not accepted", status)
    if status != 200:
        raise Refused(f"answers with status {status}", status)


def _retry_after(value: str) -> float | None:
    """Seconds asked for, as a number or a date (RFC 9110, 10.2.3); None when nothing usable was said."""
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _public(step: Step) -> str:
    """The address as it may be written down: parameters of the step, none of the keys."""
    return str(httpx.URL(step.url).copy_merge_params(dict(step.params))) if step.params else step.url


def _certificate(error: Exception) -> str:
    return str(error).partition("CERTIFICATE_VERIFY_FAILED] ")[2].partition(" (_ssl")[0] or "unknown issuer"


def say_no_retries() -> None:
    """The library's own log of retries repeats addresses; the reasons are told by the refresh itself."""
    stamina.instrumentation.set_on_retry_hooks([])
