"""What a page is about, as schema.org knows it: nodes for ``<script type="application/ld+json">``, in the page's language."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from api.catalogue import dataset_uri, schema_org
from components.words import pair
from data import store
from data.catalog import CATALOG, shelf
from data.i18n import LOCALES, by_tongue
from data.queries.exhibition import EXHIBITION, SYMPOSIUM
from data.queries.indicators import of
from data.queries.population import LAST_END
from data.queries.projects import CITYWIDE
from server.address import Found
from server.cache import kept
from server.public import canonical, home
from server.released import today

Node = dict[str, Any]
TABLES = {  # pages that show one table whole
    "map": "projects",
    "timeline": "milestones",
    "awards": "awards",
    "partners": "partners",
    "indicators": "indicators",
    "districts": "districts",
    "topics": "topics",
    "stories": "stories",
    "about": "sources",
}


def nodes(found: Found, lang: str, words: dict[str, str]) -> list[Node]:
    """The page, the site, and what the page is about. ``words``: its title, description and url as the head says them."""
    key = f"linked:{store.version()}:{words['url']}:{words['title']}"
    return list(json.loads(kept(key, lambda: json.dumps(_nodes(Maker(found, lang), words), ensure_ascii=False))))


def _nodes(make: "Maker", words: dict[str, str]) -> list[Node]:
    root = home()
    site = {
        "@type": "WebSite",
        "@id": f"{root}/#site",
        "name": make.both("site.title"),
        "url": f"{root}/",
        "inLanguage": list(LOCALES),
    }
    page = {
        "@type": "WebPage",
        "@id": words["url"],
        "url": words["url"],
        "name": words["title"],
        "description": words["description"],
        "inLanguage": make.lang,
        "isPartOf": {"@id": site["@id"]},
        "version": store.version(),
    }
    about = make.about()
    if about:
        page["mainEntity"] = {"@id": about[0]["@id"]}
    return [page, site, *about]


class Maker:
    """One page in one language."""

    def __init__(self, found: Found, lang: str) -> None:
        self.found, self.lang, self.tongue, self.root = found, lang, LOCALES.index(lang), home()

    def about(self) -> list[Node]:
        """What the page is about; the first node is the chief one."""
        name = self.found.page["name"]
        query = self.found.query
        if name == "timeline" and "milestone" in query:
            return [self.milestone(query["milestone"])]
        if name == "awards" and "award" in query:
            return [self.award(query["award"])]
        if name == "map" and "project" in query:
            return [self.project(query["project"])]
        if name in TABLES:
            return [self.dataset(TABLES[name])]
        makers: dict[str, Callable[[], Node]] = {
            "project": lambda: self.project(self.found.variables["project_id"]),
            "district": lambda: self.district(self.found.variables["code"]),
            "village": self.village,
            "indicator": self.indicator,
            "topic": self.topic,
            "story": self.story,
            "source": self.source,
            "exhibition": self.exhibition,
            "platform": self.catalog,
        }
        return [makers[name]()] if name in makers else []

    def both(self, key: str) -> str:
        return pair(key)[self.tongue]

    def text(self, row: Any, name: str) -> str:
        return str(row[f"{name}_{('zh', 'en')[self.tongue]}"])

    def called(self, row: Any) -> Node:
        """The name of ``row``, and what it is called in the other language."""
        return {"name": self.text(row, "name"), "alternateName": str(row[f"name_{('en', 'zh')[self.tongue]}"])}

    def url(self, path: str) -> str:
        return canonical(quote(path), self.lang)

    def node(self, kind: str, path: str, chosen: dict[str, str] | None = None, **values: Any) -> Node:
        """A node whose id is the address of its page, or of the row that ``chosen`` (one value of the query) opens on it; what is
        not known is left out."""
        mark = next(iter(chosen.values())) if chosen else "it"
        way = quote(path)
        made = {"@type": kind, "@id": f"{self.root}{way}#{mark}", "url": canonical(way, self.lang, chosen), **values}
        return {key: value for key, value in made.items() if value not in (None, "", [])}

    def city(self) -> Node:
        return {"@type": "City", "name": self.both("api.place")}

    def places(self, codes: list[str]) -> list[Node]:
        """Districts by name, or the city."""
        table = store.load("districts").set_index("code")
        known = [code for code in codes if code != CITYWIDE and code in table.index]
        return [
            {"@type": "AdministrativeArea", "@id": f"{self.root}/districts/{code}#it", "name": self.text(table.loc[code], "name")}
            for code in known
        ] or [self.city()]

    def organisation(self, partner: Any, is_public: bool) -> Node | None:
        """A partner by name; None when it is not known."""
        rows = store.load("partners").set_index("id")
        if not isinstance(partner, str) or partner not in rows.index:
            return None
        return {"@type": "GovernmentOrganization" if is_public else "Organization", "name": self.text(rows.loc[partner], "name")}

    def citation(self, source_id: str) -> Node:
        """The page a row rests on."""
        row = store.load("sources").set_index("source_id").loc[source_id]
        publisher = by_tongue(row["publisher"])[self.tongue]
        made = {"@type": "CreativeWork", "name": row["title"], "publisher": {"@type": "Organization", "name": publisher}}
        return made | ({"url": row["url"]} if row["is_linkable"] else {})

    def project(self, key: str) -> Node:
        row = store.load("projects").set_index("id", drop=False).loc[key].to_dict()
        topic = store.load("topics").set_index("id").loc[row["topic"]]
        kinds = store.load("partners").set_index("id")["kind"]
        partners = [one for one in store.listed(row["partners"]) if one in kinds.index]
        lead = row["lead_agency"] if isinstance(row["lead_agency"], str) and row["lead_agency"] in kinds.index else None
        areas = self.places(store.listed(row["districts"]))
        if row["lat"] == row["lat"]:
            geo = {"@type": "GeoCoordinates", "latitude": row["lat"], "longitude": row["lon"]}
            named = self.text(row, "place") if isinstance(row["place_en"], str) and row["place_en"] else self.text(row, "name")
            areas = [*areas, {"@type": "Place", "name": named, "geo": geo}]
        return self.node(
            "GovernmentService",
            f"/projects/{key}",
            **self.called(row),
            description=self.text(row, "summary"),
            serviceType=self.text(topic, "name"),
            areaServed=areas,
            serviceOperator=self.organisation(lead, True)
            if lead and kinds[lead] in ("city-agency", "central-government")
            else None,
            provider=[self.organisation(one, kinds[one] in ("city-agency", "central-government")) for one in partners],
            subjectOf=self.citation(row["source_id"]),
        )

    def milestone(self, key: str) -> Node:
        row = store.load("milestones").set_index("id", drop=False).loc[key].to_dict()
        return self.node(
            "Event",
            "/timeline",
            {"milestone": key},
            name=self.text(row, "title"),
            description=self.text(row, "summary"),
            startDate=row["date"],
            location=self.places(store.listed(row["districts"])),
            subjectOf=self.citation(row["source_id"]),
        )

    def award(self, key: str) -> Node:
        row = store.load("awards").set_index("id", drop=False).loc[key].to_dict()
        return self.node(
            "Event",
            "/awards",
            {"award": key},
            name=self.text(row, "award"),
            startDate=row["date"],
            organizer={"@type": "Organization", "name": self.text(row, "body")},
            about=self.city(),
            subjectOf=self.citation(row["source_id"]),
        )

    def exhibition(self) -> Node:
        rows = store.load("projects").set_index("id", drop=False)
        show, forum = rows.loc[EXHIBITION].to_dict(), rows.loc[SYMPOSIUM].to_dict()
        inner = {
            "@type": "Event",
            "@id": f"{self.root}/projects/{SYMPOSIUM}#event",
            "name": self.text(forum, "name"),
            "description": self.text(forum, "summary"),
            "startDate": forum["start_date"],
            "endDate": forum["end_date"],
            "location": self.city(),
        }
        return self.node(
            "ExhibitionEvent",
            "/exhibition",
            name=self.text(show, "name"),
            description=self.text(show, "summary"),
            startDate=show["start_date"],
            endDate=show["end_date"],
            location=self.city(),
            subEvent=inner,
            subjectOf=self.citation(show["source_id"]),
        )

    def district(self, code: str) -> Node:
        row = store.load("districts").set_index("code").loc[code]
        table = store.load("district_population_monthly")
        count = table[(table["district_code"] == code) & (table["month"] == LAST_END)]["population"].iloc[0]
        people = {
            "@type": "PropertyValue",
            "name": pair("cards.residents_on", date=(LAST_END, LAST_END))[self.tongue],
            "value": int(count),
            "unitText": self.both("cards.people"),
        }
        return self.node(
            "AdministrativeArea",
            f"/districts/{code}",
            **self.called(row),
            description=self.text(row, "description"),
            identifier=code,
            geo={"@type": "GeoCoordinates", "latitude": row["lat"], "longitude": row["lon"]},
            containedInPlace=self.city(),
            additionalProperty=people,
        )

    def village(self) -> Node:
        code, key = self.found.variables["code"], self.found.variables["village_code"]
        row = store.load("villages").set_index("village_code").loc[key]
        shapes = store.load("village_boundaries").set_index("code")["geometry"]
        geo = None
        if key in shapes.index:
            west, south, east, north = (round(value, 5) for value in shapes[key].bounds)
            geo = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
        name = row["name_en"] if self.tongue and isinstance(row["name_en"], str) else row["name_zh"]
        return self.node(
            "AdministrativeArea",
            f"/districts/{code}/{key}",
            name=name or row["name_zh"],
            identifier=key,
            geo=geo,
            containedInPlace=self.places([code])[0],
        )

    def indicator(self) -> Node:
        key = self.found.variables["indicator_id"]
        row = store.load("indicator_definitions").set_index("indicator_id").loc[key]
        own = of(store.load("indicators"), key)
        whole = schema_org(today(), CATALOG["indicators"], self.root)
        files = [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{self.root}/data/indicators.{end}?indicator_id={key}"}
            for end, kind in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
        ]
        return self.node(
            "Dataset",
            f"/indicators/{key}",
            name=self.text(row, "name"),
            description=self.text(row, "description"),
            variableMeasured={"@type": "PropertyValue", "name": self.text(row, "name"), "unitText": self.text(row, "unit")},
            temporalCoverage=f"{own['date'].min()}/{own['date'].max()}",
            spatialCoverage=self.city(),
            license=whole.get("license"),
            creator=whole.get("creator"),
            citation=[self.citation(one) for one in own["source_id"].value_counts().index[:3]],
            distribution=files,
            isPartOf={"@id": dataset_uri(self.root, "indicators")},
            version=store.version(),
        )

    def dataset(self, name: str) -> Node:
        made = schema_org(today(), CATALOG[name], self.root)
        return {key: value for key, value in made.items() if key != "@context"}

    def catalog(self) -> Node:
        return {
            "@type": "DataCatalog",
            "@id": f"{self.root}/catalog#catalog",
            "name": self.both("site.title"),
            "description": self.both("api.lead"),
            "url": f"{self.root}/platform",
            "dataset": [{"@id": dataset_uri(self.root, name)} for name in CATALOG],
        }

    def topic(self) -> Node:
        key = self.found.variables["topic_id"]
        row = store.load("topics").set_index("id").loc[key]
        projects = store.load("projects").query("topic == @key").to_dict("records")
        items = [
            {"@type": "ListItem", "position": at, "name": self.text(one, "name"), "url": self.url(f"/projects/{one['id']}")}
            for at, one in enumerate(projects, 1)
        ]
        return self.node("ItemList", f"/topics/{key}", name=self.text(row, "name"), numberOfItems=len(items), itemListElement=items)

    def story(self) -> Node:
        key = self.found.variables["story_id"]
        row = store.load("stories").set_index("id").loc[key]
        steps = store.load("story_steps")
        own = steps[steps["story_id"] == key].sort_values("step")
        return self.node(
            "Article",
            f"/stories/{key}",
            headline=self.text(row, "title"),
            abstract=self.text(row, "question"),
            articleBody=" ".join(self.text(one, "text") for one in own.to_dict("records")),
            inLanguage=self.lang,
            isAccessibleForFree=True,
        )

    def source(self) -> Node:
        key = self.found.variables["source_id"]
        if key in shelf():
            return self.dataset(key)
        row = store.load("sources").set_index("source_id").loc[key]
        published = row["published_date"]
        return self.node(
            "CreativeWork",
            f"/sources/{key}",
            name=row["title"],
            publisher={"@type": "Organization", "name": by_tongue(row["publisher"])[self.tongue]},
            datePublished=published if isinstance(published, str) else None,
            sameAs=row["url"] if row["is_linkable"] else None,
        )
