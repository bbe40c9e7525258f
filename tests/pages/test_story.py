"""The stories: every step has its picture, its words in both tongues, its sources, and a way out to that very state."""

import re

import pytest

from data import store
from data.queries import stories
from data.views import VIEWS
from server.address import Found, UnknownId, understand
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values

pytestmark = pytest.mark.usefixtures("app")
STEPS = store.load("story_steps")
STORIES = store.load("stories")
VIEW = VIEWS["stories"]()
SCENES = [scene for story in VIEW.values() for scene in story["scenes"]]


def test_every_step_is_a_scene_in_order():
    assert [(scene["story"], scene["step"]) for scene in SCENES] == [
        (key, step) for key in STORIES.sort_values("order")["id"] for step in sorted(STEPS[STEPS["story_id"] == key]["step"])
    ]
    assert list(VIEW) == STORIES.sort_values("order")["id"].tolist()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene['story']}-{scene['step']}")
def test_a_scene_shows_one_thing_and_says_who_says_so(scene):
    assert sum(name in scene for name in ("project", "milestone", "award", "figure", "growth")) == 1
    assert all(scene["text"]) and all(scene["notes"])
    assert scene["sources"] and set(dict(scene["sources"])) <= set(store.load("sources")["source_id"])
    table, key = scene["fact"].split(":")
    column = "indicator_id" if table == "indicator_definitions" else "id"
    assert key in set(store.load(table)[column])


@pytest.mark.parametrize(
    "address", sorted({scene[name] for scene in SCENES for name in ("address", "leave", "otherwise") if name in scene})
)
def test_every_address_of_a_scene_is_understood(address):
    assert isinstance(understand(address), Found), address


def test_years_and_places_of_a_scene_are_those_of_its_step():
    rows = STEPS.set_index(["story_id", "step"])
    for scene in SCENES:
        row = rows.loc[(scene["story"], scene["step"])]
        assert (scene["year"], scene["kind"], scene["text"][0]) == (row["year"], row["kind"], row["text_zh"])
        assert scene["districts"] == [code for code in row["districts"].split(";") if code != "68000"]


def test_numbers_on_a_map_are_those_of_the_sentence():
    for scene in SCENES:
        for value in scene.get("growth", {"of": {}})["of"].values():
            assert f"{value}%" in scene["text"][1], scene["address"]


def test_values_that_must_not_be_compared_say_so():
    """The two yearly means of fine dust, and the event that tells of the drop."""
    careful = {scene["fact"] for scene in SCENES if scene.get("caveat")}
    assert {"indicator_definitions:pm25-annual-mean-automatic", "milestones:pm25-under-15"} <= careful
    assert all(scene["note"] for scene in SCENES if scene.get("caveat"))


def test_a_number_after_the_step_is_not_shown_before_its_time():
    for scene in SCENES:
        for measure in scene.get("measures", []):
            year = re.search(r"\d{4}", measure["date"][1]) if "date" in measure else None
            assert (
                year is None
                or int(year[0]) <= scene["year"]
                or stories.is_named(float(measure["value"][1].replace(",", "")), scene["text"][1])
            )


@pytest.mark.parametrize(
    ("value", "text", "is_there"),
    [
        (2007, "rise from 511 in 2014 to 2,007 by May 2022", True),
        (885, "2,007 by May 2022, 885 of them smart", True),
        (7, "2,007 by May 2022", False),
        (25.6, "from 39.4 to 25.6 km/h.", True),
        (15, "the limit is 15.", True),
        (15, "15.6 micrograms", False),
        (2, "the two, 2,007", False),
    ],
)
def test_a_number_is_named_only_as_a_whole(value, text, is_there):
    assert stories.is_named(value, text) is is_there


def test_the_stories_after_one_never_hold_it():
    for key in STORIES["id"]:
        peers = stories.peers(STORIES, key)
        assert len(set(peers)) == 2 and key not in peers


def test_an_event_stands_among_its_neighbours():
    milestones = store.load("milestones")
    for scene in SCENES:
        if "milestone" in scene:
            rows = stories.neighbours(milestones, scene["milestone"]["id"])
            assert scene["milestone"]["id"] in set(rows["id"]) and 3 <= len(rows) <= 5 and rows["date"].is_monotonic_increasing


def test_the_list_holds_ten_questions(app):
    from pages import stories as page

    tree = tree_of(page.layout())
    ways = [href for href in values(tree, "href") if href.startswith("/stories/")]
    assert ways == [f"/stories/{key}" for key in STORIES.sort_values("order")["id"]]
    assert set(STORIES["question_zh"]) | set(STORIES["question_en"]) <= set(texts(tree))
    assert is_unknown_leaked(tree) == []


def test_an_unknown_story_is_said_with_the_nearest(app):
    from pages import story

    assert story.title("citizen-card")[1] == "What can one city card do?"
    with pytest.raises(UnknownId) as refused:
        story.layout("citizen-crad")
    assert "/stories/citizen-card" in refused.value.near
    with pytest.raises(UnknownId) as refused:
        story.layout("zzzz")
    assert refused.value.near == ("/stories",)
