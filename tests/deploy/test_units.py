"""The files of deploy/: units systemd accepts, scripts shellcheck accepts, a start of Chromium as peers.md and tech.md ask for."""

import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import redis

from settings import read
from tests.serving import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), DEPLOY / "kiosk" / "start"]
named = {"ids": lambda path: path.name}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("unit", UNITS, **named)
def test_systemd_accepts_the_unit(unit: Path):
    """All it may miss are the programs and places the install script puts there."""
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
    )
    lines = [line for line in said.stderr.splitlines() if "is not executable: No such file" not in line]
    assert lines == []


def test_systemd_would_notice(tmp_path: Path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    broken = tmp_path / "taoyuan.service"
    broken.write_text((DEPLOY / "systemd" / "taoyuan.service").read_text().replace("Restart=always", "Restart=allways"))
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", broken], capture_output=True, text=True)
    assert "taoyuan.service:29: Failed to parse service restart" in said.stderr


@pytest.mark.parametrize("name", ["taoyuan.service", "taoyuan-kiosk.service"])
def test_what_ends_is_started_again_with_a_cap(name: str):
    text = (DEPLOY / "systemd" / name).read_text()
    for wanted in ("Restart=always", "StartLimitIntervalSec=", "StartLimitBurst=", "RestartSec="):
        assert re.search(rf"^{wanted}", text, re.MULTILINE), wanted


def test_the_server_is_watched_and_confined():
    text = (DEPLOY / "systemd" / "taoyuan.service").read_text()
    for wanted in ("Type=notify", "WatchdogSec=", "NoNewPrivileges=true", "ProtectSystem=strict", "server.preflight --unattended"):
        assert wanted in text


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed (`make browser` installs it)")
@pytest.mark.parametrize("script", SCRIPTS, **named)
def test_shellcheck_accepts_the_script(script: Path):
    said = subprocess.run(["shellcheck", script], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("script", SCRIPTS, **named)
def test_a_script_can_be_run_and_stops_at_the_first_failure(script: Path):
    assert os.access(script, os.X_OK)
    assert re.search(r"^set -eu$", script.read_text(), re.MULTILINE)
    subprocess.run(["sh", "-n", script], check=True)


def test_every_file_the_scripts_install_is_there():
    for script in SCRIPTS:
        for folder, file in re.findall(r'"\$(here|target/deploy)/([\w./-]+)"', script.read_text()):
            assert (DEPLOY / file).is_file(), f"{script.name}: {folder}/{file}"


def test_the_larger_size_is_set_by_what_the_script_uncomments():
    """The pattern of install-server.sh on the example leaves settings that the server takes."""
    pattern = re.search(r"sed -i -E 's/\^#\((.+?)\)=", (DEPLOY / "install-server.sh").read_text())[1]
    text = re.sub(rf"^#({pattern})=", r"\1=", (DEPLOY / "server.env.example").read_text(), flags=re.MULTILINE)
    chosen = read(dict(line.split("=", 1) for line in text.splitlines() if line and line[0] != "#"))
    assert chosen["workers"] == 2 and chosen["cache_url"].startswith("redis://127.0.0.1")
    assert chosen["hub_database_url"].startswith("postgresql://taoyuan@/")


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed (`make browser` installs it)")
def test_redis_accepts_its_file(tmp_path: Path):
    """A real Redis begins with it, keeps nothing on the disk and has a bound."""
    port = free_port()
    command = ["redis-server", DEPLOY / "redis" / "taoyuan.conf", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        try:
            assert any("Ready to accept connections" in line for line in process.stdout)
            with redis.Redis(port=port) as line:
                assert line.config_get("maxmemory") == {"maxmemory": str(256 * 2**20)}
                assert line.config_get("save") == {"save": ""}
        finally:
            process.terminate()


def start(tmp_path: Path, chromium: str = "", curl: str = "", ended: int = 0, **environment: str) -> list[str]:
    """How kiosk/start calls Chromium; what the two programs do besides writing down how they were called, and how it ends."""
    programs = tmp_path / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "chromium").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/called\n{chromium}\n')
    (programs / "curl").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n{curl}\n')
    for program in programs.iterdir():
        program.chmod(0o755)
    given = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "KIOSK_STATE": str(tmp_path),
        "KIOSK_SERVER": "http://192.168.10.2",
        "KIOSK_PROFILE": "kiosk-55-landscape",
        "KIOSK_SCREEN": "lobby-1",
        **environment,
    }
    assert subprocess.run([DEPLOY / "kiosk" / "start"], env=given, timeout=20).returncode == ended
    return (tmp_path / "called").read_text().splitlines()


def test_chromium_is_started_as_a_kiosk_with_a_profile_that_stays(tmp_path: Path):
    called = start(tmp_path)
    for flag in (
        "--kiosk",
        "--noerrdialogs",
        "--no-first-run",
        "--disable-session-crashed-bubble",
        "--disable-component-update",
        "--disable-pinch",
        "--overscroll-history-navigation=0",
        "--autoplay-policy=no-user-gesture-required",
        "--check-for-update-interval=31536000",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        f"--user-data-dir={tmp_path}/chromium",
        "--unsafely-treat-insecure-origin-as-secure=http://192.168.10.2",
    ):
        assert flag in called
    for never in ("--incognito", "--ignore-certificate-errors", "--disable-gpu-sandbox", "--no-sandbox"):
        assert never not in called
    assert called[-1] == "http://192.168.10.2/kiosk/watched?screen=kiosk-55-landscape"
    assert "http://192.168.10.2/healthz" in (tmp_path / "asked").read_text()


def test_the_token_stands_in_the_fragment_and_is_sent_nowhere(tmp_path: Path):
    called = start(tmp_path, HUB_SCREEN_TOKEN="abc-123")
    assert called[-1] == "http://192.168.10.2/kiosk/watched?screen=kiosk-55-landscape#machine&hub=lobby-1:abc-123"
    assert "abc-123" not in (tmp_path / "asked").read_text()


def test_a_restart_is_noted_carried_out_and_told_after_the_next_start(tmp_path: Path):
    """One waits in the hub: the browser is ended at once; when it runs again the hub is told, once."""
    own = {"HUB_SCREEN_TOKEN": "abc-123", "KIOSK_LOOK_S": "0.2"}
    start(tmp_path, chromium="exec sleep 15", curl="""echo '{"restart":17}'""", ended=128 + signal.SIGTERM, **own)
    assert (tmp_path / "restarted").read_text() == "17\n"
    start(tmp_path, chromium="exec sleep 2", curl="""echo '{"restart":null}'""", **own)
    told = [line for line in (tmp_path / "asked").read_text().splitlines() if line.endswith("http://192.168.10.2/hub/api/restart")]
    assert ['{"screen": "lobby-1", "restarted": 17}' in line for line in told] == [False, True, *[False] * (len(told) - 2)]
    assert len(told) > 2 and not (tmp_path / "restarted").exists()


def test_the_traces_of_a_crash_are_cleared_and_nothing_else(tmp_path: Path):
    default = tmp_path / "chromium" / "Default"
    default.mkdir(parents=True)
    (default / "Preferences").write_text('{"profile":{"exit_type":"Crashed","exited_cleanly":false,"name":"x"}}')
    (tmp_path / "chromium" / "SingletonLock").symlink_to("gone-1234")
    (default / "Code Cache").write_text("kept")
    start(tmp_path)
    assert json.loads((default / "Preferences").read_text()) == {
        "profile": {"exit_type": "Normal", "exited_cleanly": True, "name": "x"}
    }
    assert not (tmp_path / "chromium" / "SingletonLock").is_symlink()
    assert (default / "Code Cache").read_text() == "kept"


def test_a_start_without_its_settings_says_which(tmp_path: Path):
    said = subprocess.run([DEPLOY / "kiosk" / "start"], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert said.returncode != 0
    assert "KIOSK_SERVER" in said.stderr


def test_the_policy_opens_the_hall_server_only():
    policy = json.loads((DEPLOY / "kiosk" / "policy.json").read_text())
    assert policy["URLBlocklist"] == ["*"]
    assert policy["URLAllowlist"] == ["@SERVER@"]
    assert policy["AllowFileSelectionDialogs"] is False and policy["DownloadRestrictions"] == 3


def test_examples_hold_no_secret():
    for path in (DEPLOY / "server.env.example", DEPLOY / "kiosk" / "kiosk.env.example"):
        for name, value in re.findall(r"^(HUB_\w*TOKENS?)=(.*)$", path.read_text(), re.MULTILINE):
            assert value == "", name
