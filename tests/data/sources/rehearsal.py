"""A server on this machine that answers as the sources do, and can misbehave as servers do."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

TOKEN = "rehearsal-token"


@dataclass
class Play:
    """What is answered: bytes by the longest part of the address that fits; ``misbehave`` takes the answer over."""

    answers: Mapping[str, bytes] = field(default_factory=dict)
    misbehave: "Callable[[Handler, bytes], None] | None" = None
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str) -> bytes | None:
        fits = [part for part in self.answers if part in path]
        return self.answers[max(fits, key=len)].replace(b"{host}", self.url.encode()) if fits else None


class Handler(BaseHTTPRequestHandler):
    """One answer; the play hangs on the server."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        play: Play = self.server.play
        path = unquote(self.path)
        play.asked.append(path)
        play.headers.append(dict(self.headers))
        raw = play.answer(path)
        if raw is None:
            self.give(b"{}", status=404)
        elif play.misbehave:
            play.misbehave(self, raw)
        else:
            self.give(raw)

    def do_POST(self) -> None:
        play: Play = self.server.play
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        play.asked.append(f"POST {self.path} {form}")
        self.give(json.dumps({"access_token": TOKEN, "expires_in": 86400, "token_type": "Bearer"}).encode())

    def give(self, raw: bytes, status: int = 200, kind: str | None = None, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        guessed = "application/json" if raw[:1] in b"[{" else "text/xml" if raw[:1] == b"<" else "text/csv"
        self.send_header("Content-Type", kind or guessed)
        self.send_header("Content-Length", str(len(raw) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A client that went away is what is being tested."""


@contextmanager
def playing(answers: Mapping[str, bytes], certificate: ssl.SSLContext | None = None) -> Iterator[Play]:
    """The server, while the block lasts."""
    play = Play(answers)
    server = Server(("127.0.0.1", 0), Handler)
    server.play = play  # type: ignore[attr-defined]
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    play.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield play
    finally:
        play.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def slow(handler: Handler, raw: bytes) -> None:
    """Says nothing until the client has given up."""
    handler.server.play.released.wait(5)
    handler.close_connection = True


def drips(handler: Handler, raw: bytes) -> None:
    """A byte now and then, for ever: each read is in time, the whole never ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    until = time.monotonic() + 5
    while time.monotonic() < until and not handler.server.play.released.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def cut_off(handler: Handler, raw: bytes) -> None:
    handler.give(raw[: len(raw) // 2], length=len(raw))
    handler.close_connection = True


def half_but_said_whole(handler: Handler, raw: bytes) -> None:
    handler.give(raw[: len(raw) // 2] if raw[:1] in b"[{<" else b"\xff\xfe" + raw[:7])


def too_many(handler: Handler, raw: bytes) -> None:
    handler.give(b"{}", status=429, Retry_After="3600")


def broken(handler: Handler, raw: bytes) -> None:
    handler.give(b"<html>500</html>", status=500)


def forbidden(handler: Handler, raw: bytes) -> None:
    handler.give(b"{}", status=403)


def wrong_type(handler: Handler, raw: bytes) -> None:
    handler.give(b"\x89PNG\r\n\x1a\n", kind="image/png")


def web_page(handler: Handler, raw: bytes) -> None:
    handler.give(b"<!DOCTYPE html><html><body>maintenance</body></html>", kind="application/json")


def huge(handler: Handler, raw: bytes) -> None:
    handler.give(raw + b" " * 300_000)


def empty_list(handler: Handler, raw: bytes) -> None:
    handler.give(
        b"[]" if raw[:1] == b"[" else b"{}" if raw[:1] == b"{" else b"<root/>" if raw[:1] == b"<" else raw.split(b"\n")[0] + b"\n"
    )


def nothing(handler: Handler, raw: bytes) -> None:
    handler.give(b"")


def wrong_encoding(handler: Handler, raw: bytes) -> None:
    handler.give(b"\xff\xfe\x00\xd8" + raw.decode("utf-8", "replace").encode("utf-16-be"), kind="application/octet-stream")


def elsewhere(handler: Handler, raw: bytes) -> None:
    handler.give(b"", status=302, Location="https://elsewhere.example/list")


def other_shape(handler: Handler, raw: bytes) -> None:
    handler.give(b'{"message": "moved"}' if raw[:1] in b"[{" else b"<a><b>1</b></a>" if raw[:1] == b"<" else b"a,b\n1,2\n")


MISBEHAVIOURS: dict[str, tuple[Callable[[Handler, bytes], None], str]] = {  # name: (what it does, words of the reason)
    "slow": (slow, "no answer within"),
    "drips": (drips, "took longer"),
    "cut off": (cut_off, "the connection broke"),
    "half, said whole": (half_but_said_whole, ""),
    "429": (too_many, "status 429"),
    "500": (broken, "status 500"),
    "403": (forbidden, "status 403"),
    "wrong type": (wrong_type, "image/png"),
    "web page": (web_page, "came instead of"),
    "huge": (huge, "more than"),
    "empty list": (empty_list, ""),
    "nothing at all": (nothing, "is empty"),
    "wrong encoding": (wrong_encoding, ""),
    "redirect elsewhere": (elsewhere, "redirects elsewhere"),
    "other shape": (other_shape, ""),
}
