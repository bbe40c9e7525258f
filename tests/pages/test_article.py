"""Every fact of the article behind the project is found within two touches of the front door, in both tongues."""

from collections.abc import Iterator
from itertools import count
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


class Near:
    """The trees of the pages a visitor can open with two touches from the front door, the nearest first; made when asked for."""

    def __init__(self) -> None:
        self.made: list[Any] = []
        self.making = self._make()

    def __iter__(self) -> Iterator[Any]:
        for at in count():
            if at == len(self.made):
                try:
                    self.made.append(next(self.making))
                except StopIteration:
                    return
            yield self.made[at]

    def _make(self) -> Iterator[Any]:
        seen, doors = {"/"}, ["/"]
        for _ in range(3):
            ways = {}
            for door in doors:
                tree = page_of(door)["tree"]
                yield tree
                ways |= dict.fromkeys(href.split("#")[0] for href in values(tree, "href") if href.startswith("/"))
            doors = [way for way in ways if way not in seen and isinstance(understand(way), Found)]
            seen.update(doors)


@pytest.fixture(scope="module")
def near(app: Any) -> Near:
    return Near()


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_two_touches_away(near: Near, name: str):
    row, zh, en = FACTS[name]
    for tree in near:
        nodes = [node for node in ([tag, attributes, *children] for tag, attributes, children in walk(tree))
                 if row is None or node[1].get("data-fact") == row]
        shown = ["".join(texts(node)) for node in nodes]
        if any(zh in text and en in text for text in shown):
            return
    pytest.fail(f"{name}: no page within two touches shows {row or ''} with {zh!r} and {en!r}")
