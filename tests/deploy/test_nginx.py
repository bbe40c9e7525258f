"""The real nginx accepts deploy/nginx/taoyuan.conf and stands before the real server: hub by proxy only, files kept."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hub.test_served import TOKENS
from tests.serving import Served, free_port, serving

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONF = Path(__file__).parents[2] / "deploy" / "nginx" / "taoyuan.conf"


@pytest.fixture
def nginx() -> str:
    """The program; never skipped where the build runs (CI is set there)."""
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed; `make browser` installs it")
        pytest.skip("nginx is not installed (`make browser` installs it)")
    return NGINX


def config(folder: Path, port: int, upstream: str) -> Path:
    """Ours inside a bare nginx.conf, with ports and places of this test."""
    text = CONF.read_text()
    for old, new in (
        ("listen 80 default_server", f"listen 127.0.0.1:{port} default_server"),
        ("127.0.0.1:8050", upstream),
        ("/var/cache/nginx/taoyuan", f"{folder}/cache"),
        ("/var/log/nginx/taoyuan.log", f"{folder}/access.log"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "ours.conf").write_text(text)
    places = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.geteuid() == 0 else ""
    whole = folder / "nginx.conf"
    whole.write_text(
        f"{user}daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\n{places}include {folder}/ours.conf;\n}}\n"
    )
    return whole


@contextmanager
def before(nginx: str, folder: Path, served: Served) -> Iterator[Served]:
    """nginx in front of ``served``."""
    port = free_port()
    process = subprocess.Popen([nginx, "-c", config(folder, port, served.url.removeprefix("http://"))], stderr=subprocess.DEVNULL)
    front = Served(f"http://127.0.0.1:{port}", folder / "error.log", process.pid)
    try:
        until = time.monotonic() + 20
        while True:
            try:
                front.get("/healthz")
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < until, front.log.read_text()
                time.sleep(0.05)
        yield front
    finally:
        process.terminate()
        process.wait(timeout=10)


def test_nginx_accepts_it(nginx: str, tmp_path: Path):
    said = subprocess.run([nginx, "-t", "-c", config(tmp_path, free_port(), "127.0.0.1:1")], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "warn" not in said.stderr


def test_it_stands_before_the_server(nginx: str, tmp_path: Path):
    with (
        serving(tmp_path / "log", HUB_DATABASE_URL=f"sqlite:///{tmp_path / 'hub.sqlite'}", HUB_PROXIES="1", **TOKENS) as served,
        before(nginx, tmp_path, served) as front,
    ):
        status, page = front.get("/map?lang=en")
        assert status == 200
        assert front.get("/hub?lang=en")[0] == 200
        assert served.get("/hub?lang=en")[0] == 403, "around the proxy nobody comes in"
        # nginx appends whom it heard; what the caller claims before that is not believed, and does not lock anybody out
        assert front.get("/hub?lang=en", **{"X-Forwarded-For": "8.8.8.8"})[0] == 200
        script = re.search(r"/static/app\.\w+\.css", page)[0]
        first = front.get(script)
        served.kill()
        assert front.get(script) == first, "what is named by its content is kept while the server is gone"
        assert front.get("/map?lang=en")[0] == 502
        log = (tmp_path / "access.log").read_text()
    assert "GET /map " in log and "127.0.0.1" not in log and "lang" not in log
