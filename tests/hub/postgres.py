"""A PostgreSQL of our own on the loopback, in a folder of its own, from Debian's binaries."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.serving import free_port

FOLDERS = (
    sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if Path("/usr/lib/postgresql").is_dir()
    else []
)
PATIENCE_S = 60


def missing() -> bool:
    """Is there no PostgreSQL to start?"""
    return not FOLDERS


@dataclass
class Postgres:
    """A server that can be stopped and started again on the same port with the same data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    made: int = 0

    def url(self, database: str = "postgres") -> str:
        """The address as HUB_DATABASE_URL takes it."""
        return f"postgresql://hub@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        self.made += 1
        name = f"hub{self.made}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def start(self) -> None:
        """Start and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    FOLDERS[-1] / "postgres",
                    "-D",
                    self.folder / "data",
                    "-p",
                    str(self.port),
                    "-h",
                    "127.0.0.1",
                    "-k",
                    str(self.folder),
                    "-c",
                    "shared_buffers=16MB",
                    "-c",
                    "max_connections=40",
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_as_nobody_special(),
            )
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self, sign: int = signal.SIGQUIT) -> None:
        """Stop at once, as a crash would; the children go with it."""
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh one, gone with the block."""
    folder = Path(tempfile.mkdtemp(prefix="hub-postgres-"))  # short: the name of a socket must fit in 107 bytes
    given = _as_nobody_special()
    if given:
        os.chown(folder, given["user"], given["group"])
    server = Postgres(folder)
    try:
        subprocess.run(
            [
                FOLDERS[-1] / "initdb",
                "-D",
                folder / "data",
                "-U",
                "hub",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **given,
        )
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _as_nobody_special() -> dict[str, int]:
    """PostgreSQL does not run as root: Debian's own user for it then."""
    if os.geteuid() != 0:
        return {}
    person = pwd.getpwnam("postgres")
    return {"user": person.pw_uid, "group": person.pw_gid}
