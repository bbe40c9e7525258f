"""The real server: a killed hub loses nothing it has answered, and a hub without its database changes nothing on the screens."""

import json
import re
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.hub.conftest import ORGANISER, SCREEN, heartbeat
from tests.hub.test_visits import batch, event
from tests.serving import Served, serving

TOKENS = {"HUB_TOKENS": f"desk={ORGANISER}", "HUB_SCREEN_TOKEN": SCREEN}


def post(served: Served, path: str, body: Any, token: str = SCREEN) -> tuple[int, dict[str, Any]]:
    asked = urllib.request.Request(
        served.url + path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def listed(served: Served) -> list[dict[str, Any]]:
    return json.loads(served.get("/hub/api/screens", Authorization=f"Bearer {ORGANISER}")[1])["screens"]


def test_a_killed_hub_loses_nothing_it_has_answered(database_url: str, tmp_path: Path):
    """``serving`` ends the process group; here it is killed outright before, in the middle of its work."""
    sent = [batch(event(0), event(1)), batch(event(0, visit=str(uuid.uuid4())))]
    with serving(tmp_path / "first.log", HUB_DATABASE_URL=database_url, **TOKENS) as served:
        assert post(served, "/hub/api/heartbeat", heartbeat())[0] == 200
        assert post(served, "/hub/api/commands", {"screen": "lobby-1", "kind": "sleep"}, ORGANISER)[0] == 201
        assert [post(served, "/hub/api/visits", one)[1]["new"] for one in sent] == [2, 1]
        served.kill()
    with serving(tmp_path / "second.log", HUB_DATABASE_URL=database_url, **TOKENS) as served:
        assert [one["screen"] for one in listed(served)] == ["lobby-1"]
        assert [post(served, "/hub/api/visits", one)[1] for one in sent] == [
            {"new": 0, "already": 2, "visits": True},
            {"new": 0, "already": 1, "visits": True},
        ]
        waiting = post(served, "/hub/api/heartbeat", heartbeat())[1]["commands"]
        assert [one["kind"] for one in waiting] == ["sleep"]
        status, page = served.get("/hub?lang=en")
        assert status == 200 and "Log in to the hub" in page


@pytest.mark.parametrize("chosen", [{}, {"HUB_DATABASE_URL": "postgresql://hub@127.0.0.1:1/gone", **TOKENS}, {"HUB_TOKENS": "bad"}])
def test_without_a_hub_the_exhibition_is_the_same(chosen: dict[str, str], tmp_path: Path):
    with serving(tmp_path / "log", **chosen) as served:
        status = post(served, "/hub/api/heartbeat", heartbeat())[0]
        assert status == (503 if "HUB_DATABASE_URL" in chosen else 403)
        for path in ("/", "/map", "/timeline", "/readyz"):
            answer, text = served.get(path)
            assert answer == 200
            assert (
                not re.search(r"""["'=/]hub\b""", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL), re.IGNORECASE)
                or path == "/readyz"
            )
        assert ORGANISER not in served.log.read_text() and SCREEN not in served.log.read_text()
