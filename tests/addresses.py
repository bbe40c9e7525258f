"""Addresses of this exhibition, read from its pages and tables: a new page is tested before anyone writes a test."""

import re

from data import store
from data.catalog import CATALOG
from tests.serving import ROOT

TABLES = {"indicators": "indicator_definitions"}  # first step of an address: table of its ids, where they are not called the same
TEMPLATE = re.compile(r'path_template="([^"]+)"')
PLAIN = re.compile(r'path="([^"]+)"')


def declared(pattern: re.Pattern[str]) -> list[str]:
    """What the calls of register_page in pages/ say."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "pages").glob("*.py")))
    calls = (text[text.index("register_page(") :].split("\n\n")[0] for text in texts if "register_page(" in text)
    return [found[1] for call in calls if (found := pattern.search(call))]


def rows(template: str, most: int = 2) -> list[str]:
    """Addresses of the first and last rows of the table a template stands for; all of them when ``most`` is 0."""
    first, *rest = template.strip("/").split("/")
    if first == "districts" and len(rest) == 2:  # a village within its district
        table = store.load("villages")
        found = [f"/{first}/{code}/{village}" for code, village in zip(table["district_code"], table["village_code"], strict=True)]
    elif first == "data":
        found = [f"/data/{name}" for name in CATALOG]
    else:
        name = TABLES.get(first, first)
        if name not in CATALOG or len(rest) != 1:  # the lectern and its audience have tests of their own
            return []
        found = [f"/{first}/{key}" for key in store.load(name)[CATALOG[name].primary_key[0]]]
    return found if not most else list(dict.fromkeys([*found[: most - 1], found[-1]]))


PAGES = declared(PLAIN)
TEMPLATES = declared(TEMPLATE)
ROWS = [address for template in TEMPLATES for address in rows(template)]
ADDRESSES = [*PAGES, *ROWS, "/projects/airport-mrt"]  # the project most is known of
