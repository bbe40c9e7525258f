"""Eleven topics: each page holds all its projects, chief events and headline numbers, and leads to map and timeline."""

import pytest

from data import store
from data.queries.topics import chief_milestones, headlines, partners_of, projects_of
from server.address import Found, UnknownId, understand
from tests.pages.baked import is_unknown_leaked, texts, tree_of, values

pytestmark = pytest.mark.usefixtures("app")
TOPICS = store.load("topics")["id"].tolist()
PROJECTS, MILESTONES, MEASURES = (store.load(name) for name in ("projects", "milestones", "measures"))


@pytest.fixture(scope="module", params=TOPICS)
def topic(request, app):
    from pages import topic as page

    return request.param, tree_of(page.layout(request.param))


def test_every_project_event_and_headline_stands_there(topic):
    key, tree = topic
    facts = values(tree, "data-fact")
    projects = PROJECTS[PROJECTS["topic"] == key]
    assert {f"projects:{one}" for one in projects["id"]} <= set(facts)
    assert all(f"/projects/{one}" in values(tree, "href") for one in projects["id"])
    assert {f"milestones:{one}" for one in chief_milestones(MILESTONES, key)["id"]} <= set(facts)
    assert {f"measures:{one}" for one in headlines(MEASURES, projects)["measure_id"]} <= set(facts)


def test_counts_are_true(topic):
    key, tree = topic
    shown = texts(tree)
    projects = PROJECTS[PROJECTS["topic"] == key]
    for count in (len(projects), int((MILESTONES["topic"] == key).sum()), len(partners_of(projects))):
        assert str(count) in shown


def test_it_leads_to_map_and_timeline_of_the_topic(topic):
    key, tree = topic
    hrefs = values(tree, "href")
    assert f"/map?topic={key}" in hrefs and f"/timeline?topic={key}" in hrefs
    assert {f"/topics/{other}" for other in TOPICS if other != key} <= set(hrefs)
    assert [href for href in hrefs if not isinstance(understand(href), Found)] == []


def test_no_empty_cell_is_shown(topic):
    assert is_unknown_leaked(topic[1]) == []


def test_projects_stand_by_age_and_no_year_is_invented(app):
    from data.queries.projects import first_years

    first = first_years(PROJECTS, MILESTONES, MEASURES)
    found = [projects_of(PROJECTS, first, key) for key in TOPICS]
    assert sum(len(rows) for rows in found) == len(PROJECTS)
    for rows in found:
        years = rows["first_year"].dropna().astype(int).tolist()
        assert years == sorted(years)
        assert rows["first_year"].isna().tolist() == sorted(rows["first_year"].isna())


def test_all_topics_stand_under_their_waters(app):
    from pages import topics as page

    tree = tree_of(page.layout())
    assert sorted(values(tree, "href")) == sorted(f"/topics/{key}" for key in TOPICS)


def test_an_unknown_topic_is_said_with_the_nearest(app):
    from pages import topic as page

    with pytest.raises(UnknownId) as refused:
        page.layout("transprot")
    assert "/topics/transport" in refused.value.near
