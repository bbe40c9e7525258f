"""Everything a visitor may look for, as short rows in both tongues: kind, address, name, a few words more."""

from typing import Any

import pandas as pd

from data import store
from data.catalog import CATALOG
from data.i18n import translator
from data.pulse import MEASURES

Row = dict[str, Any]
KINDS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (  # kind, table, key, address, columns of "more" (without tongue)
    ("projects", "projects", "id", "/projects/{}", ("summary", "place")),
    ("milestones", "milestones", "id", "/timeline?milestone={}", ("summary",)),
    ("awards", "awards", "id", "/awards?award={}", ("body",)),
    ("topics", "topics", "id", "/topics/{}", ("description",)),
    ("stories", "stories", "id", "/stories/{}", ("question",)),
    ("indicators", "indicator_definitions", "indicator_id", "/indicators/{}", ("description",)),
    ("districts", "districts", "code", "/districts/{}", ("description",)),
    ("partners", "partners", "id", "/partners?partner={}", ()),
)
NAMES = {"milestones": "title", "awards": "award", "stories": "title"}  # the column that names the row; else `name`


def view() -> list[Row]:
    """[{id, kind, href, zh, en, more}] of each kind of KINDS, the datasets, the measures of the city pulse, the villages."""
    rows = [entry for kind in KINDS for entry in _entries(*kind)]
    rows += [
        {
            "id": f"datasets:{one.name}",
            "kind": "datasets",
            "href": f"/data/{one.name}",
            "zh": one.title_zh,
            "en": one.title_en,
            "more": " ".join((one.row_zh, one.row_en, one.sources[0].publisher_zh, one.sources[0].publisher_en)),
        }
        for one in CATALOG.values()
    ]
    rows += [_measure(key) for key in MEASURES]
    districts = store.load("districts").set_index("code")[["name_zh", "name_en"]]
    for row in store.load("villages").to_dict("records"):
        zh, en = districts.loc[row["district_code"]]
        name_en = row["name_en"] if isinstance(row["name_en"], str) else row["name_zh"]
        href = f"/districts/{row['district_code']}/{row['village_code']}"
        rows.append(
            {
                "id": f"villages:{row['village_code']}",
                "kind": "villages",
                "href": href,
                "zh": f"{zh}{row['name_zh']}",
                "en": f"{name_en}, {en}",
                "more": "",
            }
        )
    return rows


def _measure(key: str) -> Row:
    """A measure of the city pulse by its name, found by the question of its page as well."""
    zh, en = translator("zh-TW"), translator("en")
    more = " ".join(one(name) for name in (f"pulse.{key}_would", "pulse.title") for one in (zh, en))
    return {"id": f"pulse:{key}", "kind": "pulse", "href": f"/pulse?measure={key}",
            "zh": zh(f"pulse.{key}"), "en": en(f"pulse.{key}"), "more": more}


def _entries(kind: str, table: str, key: str, href: str, more: tuple[str, ...]) -> list[Row]:
    name = NAMES.get(kind, "name")
    return [
        {
            "id": f"{table}:{row[key]}",
            "kind": kind,
            "href": href.format(row[key]),
            "zh": row[f"{name}_zh"],
            "en": row[f"{name}_en"],
            "more": " ".join(
                str(row[f"{column}_{tongue}"])
                for column in more
                for tongue in ("zh", "en")
                if not pd.isna(row[f"{column}_{tongue}"])
            ),
        }
        for row in store.load(table).to_dict("records")
    ]
