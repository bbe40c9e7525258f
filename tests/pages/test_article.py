"""Every fact of the article behind the project is found within two touches of the front door, in both tongues."""

from typing import Any

import pytest

from server.address import Found, understand
from server.pages import page_of
from tests.pages.baked import texts, values, walk

# fact: (what names its row, a text in Chinese, a text in English); the words of the article where it alone is the source.
FACTS = {
    "WITSA, innovation": (
        "awards:witsa-global-innovation-2022",
        "WITSA全球創新科技卓越獎",
        "WITSA Global Innovation and Tech Excellence Award",
    ),
    "WITSA, smart cities": ("awards:witsa-smart-cities-2022", "WITSA智慧城市獎", "WITSA Smart Cities Award"),
    "ICF title": ("awards:icf-community-of-the-year-2019", "2019", "Intelligent Community of the Year"),
    "smart classrooms": ("measures:smart-school-digital-classroom--smart-classrooms-2022-10", "6,000", "6,000"),
    "students": ("measures:smart-school-digital-classroom--students-who-benefit-2022-10", "200,000", "200,000"),
    "Microsoft": ("partners:microsoft", "微軟", "Microsoft"),
    "IBM": ("partners:ibm", "IBM", "IBM"),
    "HwaCom": ("partners:hwacom", "華電聯網", "HwaCom"),
    "hybrid cloud": (None, "混合雲", "hybrid cloud"),
    "Asia Silicon Valley": (None, "亞洲‧矽谷", "Asia Silicon Valley"),
    "5G": (None, "5G", "5G"),
    "ICT and electric-car components": ("projects:ict-ev-manufacturing-hub", "電動車零組件", "electric-car component"),
    "exhibition": ("milestones:m-2022-10-opens", "10月8日", "8 October"),
    "symposium": ("projects:future-data-symposium-2022", "未來數據", "Future Data"),
    "the upgrade of 2014": (None, "升格", "special municipality"),
}


@pytest.fixture(scope="module")
def near(app: Any) -> dict[str, Any]:
    """{address: tree} of the pages a visitor can open with two touches from the front door."""
    pages: dict[str, Any] = {}
    doors = {"/"}
    for _ in range(2):
        doors = {href.split("#")[0] for door in doors for href in _ways(door, pages)} - set(pages)
    for door in doors:
        _ways(door, pages)
    return pages


def _ways(address: str, pages: dict[str, Any]) -> list[str]:
    if address not in pages:
        pages[address] = page_of(address)["tree"]
    return [href for href in values(pages[address], "href") if href.startswith("/") and isinstance(understand(href), Found)]


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_two_touches_away(near: dict[str, Any], name: str):
    row, zh, en = FACTS[name]
    for tree in near.values():
        nodes = [node for node in ([tag, attributes, *children] for tag, attributes, children in walk(tree))
                 if row is None or node[1].get("data-fact") == row]
        shown = ["".join(texts(node)) for node in nodes]
        if any(zh in text and en in text for text in shown):
            return
    pytest.fail(f"{name}: no page within two touches shows {row or ''} with {zh!r} and {en!r}")
