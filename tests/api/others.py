"""Validators others wrote, each read by a process of its own with the packages of ``build/validators`` before all others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT

VALIDATORS = ROOT / "build" / "validators"


def said_of(text: str, by: str) -> list[str]:
    """What ``tests/api/<by>.py`` has against ``text``: a line a fault."""
    if not VALIDATORS.is_dir():
        pytest.skip("validators are not installed: make build/validators/installed")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(f"{by}.py"))],
        input=text,
        env={**os.environ, "PYTHONPATH": str(VALIDATORS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []
