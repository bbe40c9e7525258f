"""``/api``: what this room gives, for people; HTML from the server, one language at a time, no script."""

from flask import Blueprint, Response, current_app, render_template, request

from api import query as asking
from api.editions import edition, marked, unchanged
from api.problems import KINDS
from components.words import EN, ZH
from data import exports
from data.i18n import DEFAULT_LOCALE, Translator
from data.records import Edition
from server import bundle, public

WAYS = (
    ("/api/v1/openapi.json", "api.way_openapi"),
    ("/api/v1/datasets", "api.way_datasets"),
    ("/api/v1/series", "api.way_series"),
    ("/data/datapackage.json", "api.way_package"),
    ("/data/all.zip", "api.way_all"),
    ("/data/releases", "api.way_releases"),
    ("/ogc", "api.way_ogc"),
    ("/catalog.jsonld", "api.way_catalogue"),
    ("/catalog.ttl", "api.way_catalogue_turtle"),
)
PARAMETERS = (
    ("topic=transport", "api.ask_equal"),
    ("date.min=2019-06", "api.ask_range"),
    ("year=2019", "api.ask_year"),
    ("district=68000020", "api.ask_district"),
    ("fields=id,name", "api.ask_fields"),
    ("lang=en", "api.ask_lang"),
    ("sort=-date", "api.ask_sort"),
    ("limit=100&offset=100", "api.ask_page"),
    ("release=2026-11-24", "api.ask_release"),
)
blueprint = Blueprint("api_page", __name__, template_folder="templates")


@blueprint.get("/api")
@blueprint.get("/api/")
def page() -> Response:
    """The page, in the language of the address, else the one the browser asks for."""
    asking.only(request.args, ("lang",))
    lang = asking.language(request.args.get("lang")) or preferred()
    given = edition()
    if known := unchanged(given):
        return known
    t, other = (ZH, EN) if lang == DEFAULT_LOCALE else (EN, ZH)
    html = render_template(
        "api.html",
        t=t,
        t_other=other,
        lang=lang,
        other=other.locale,
        theme=current_app.config["SETTINGS"]["theme"],
        stylesheets=[bundle.url("app.css"), bundle.url("fonts.css")],
        canonical=public.canonical("/api", lang),
        alternates=public.alternates("/api"),
        home=public.home(),
        ways=WAYS,
        parameters=PARAMETERS,
        tables=[_table(given, name, t) for name in given.catalog],
        problems=[(kind, status, f"api.problem_{kind.replace('-', '_')}") for kind, status in KINDS.items()],
        version=given.version,
    )
    return marked(Response(html, mimetype="text/html"), given)


def preferred() -> str:
    """The language the browser asks for; Chinese when it asks for neither."""
    best = request.accept_languages.best_match(["zh-TW", "zh-Hant", "zh", "en", "en-GB", "en-US"]) or DEFAULT_LOCALE
    return "en" if best.startswith("en") else DEFAULT_LOCALE


def _table(given: Edition, name: str, t: Translator) -> dict[str, object]:
    dataset = given.catalog[name]
    files = [(one.ending, one.name) for one in exports.of(dataset)] + [("zip", "ZIP"), ("metadata.json", t("api.metadata"))]
    return {
        "name": name,
        "title": dataset.title(t.locale),
        "row": dataset.row(t.locale),
        "caveat": dataset.caveat(t.locale),
        "count": t.number(len(given.load(name))),
        "files": files,
    }
