"""What docs/hub.md shows is what the hub takes, and it names every command, event, state and field."""

import json
import re
from pathlib import Path

import pytest

from hub import schemas
from tests.hub.conftest import ORGANISER, Opened

TEXT = (Path(__file__).parents[2] / "docs" / "hub.md").read_text("utf-8")
EXAMPLES = {name: json.loads(body) for name, body in re.findall(r"<!-- (\w+) -->\n```json\n(.*?)```", TEXT, re.DOTALL)}


def test_every_example_is_taken(small_hub: Opened):
    assert set(EXAMPLES) == {"heartbeat", "visits", "command"}
    assert small_hub.post("heartbeat", EXAMPLES["heartbeat"]).status_code == 200
    assert small_hub.post("visits", EXAMPLES["visits"]).get_json()["new"] == len(schemas.EVENTS)
    assert small_hub.post("commands", EXAMPLES["command"], ORGANISER).status_code == 201


def test_the_example_answer_has_the_fields_of_a_real_one(small_hub: Opened):
    shown = next(json.loads(body) for body in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL) if '"now_ms"' in body)
    small_hub.beat()
    small_hub.order("message", zh="一", en="one", seconds=60)
    assert set(small_hub.beat()) == set(shown)
    assert schemas.command({"screen": "a", "kind": "message", "payload": shown["commands"][0]["payload"]})


@pytest.mark.parametrize(
    "word", [*schemas.PAYLOADS, *schemas.EVENTS, *schemas.STATES, *schemas.HEARTBEAT["properties"], *schemas.VISITS["properties"]]
)
def test_every_word_of_the_contract_is_explained(word: str):
    assert f"`{word}`" in TEXT or f'"{word}"' in TEXT


def test_the_bounds_are_those_of_the_code():
    for bound in (schemas.HEARTBEAT_BYTES, schemas.VISITS_BYTES, schemas.MOST_EVENTS):
        assert f"{bound:,}" in TEXT
