"""A home of one's own, keys that are none, and a patience that fits a test."""

from pathlib import Path

import pytest

from data.sources.core.fetching import Patience, say_no_retries
from data.sources.core.home import Home

KEYS = {"MOENV_API_KEY": "test-key-1", "CWA_API_KEY": "test-key-2", "TDX_CLIENT_ID": "test-id", "TDX_CLIENT_SECRET": "test-secret"}
SHORT = Patience(connect_s=2.0, read_s=0.3, total_s=0.6, attempts=2, wait_s=0.01, most_wait_s=0.05, most_bytes=200_000)
ROOMY = Patience(read_s=20.0, attempts=2, wait_s=0.01)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "live")


@pytest.fixture(autouse=True)
def _quiet() -> None:
    say_no_retries()
