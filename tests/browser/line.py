"""The cable between a screen and its server: it can be cut and mended, and led to another server."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self


class Line:
    """Listens on a port of its own and hands every connection on to ``target`` (a port); ``cut`` ends all and answers nobody."""

    def __init__(self, target: int):
        self.target, self.is_cut = target, False
        self.open: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.cut()
        self.door.close()

    def cut(self) -> None:
        """From now on every connection ends at once."""
        self.is_cut = True
        while self.open:
            _end(self.open.pop())

    def mend(self, target: int | None = None) -> None:
        """Whole again, to another server when ``target`` is given."""
        self.target = target or self.target
        self.is_cut = False

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            try:
                far = None if self.is_cut else socket.create_connection(("127.0.0.1", self.target), timeout=60)
            except OSError:
                far = None
            if far is None:
                _end(near)
                continue
            self.open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(source: socket.socket, goal: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            goal.sendall(data)
    _end(source)
    _end(goal)


def _end(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
