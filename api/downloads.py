"""``/data``: every table as files, whole or as a view's filters choose it, each with metadata and citation; the whole package."""

import hashlib
import io
import json
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request, send_file

from api import query as asking
from api.editions import Keyed, dataset_of, edition, marked, unchanged
from api.problems import Problem
from components.citation import citation
from data import exports, releases
from data.catalog import DESCRIPTOR, Dataset
from data.exports import EXPORTERS, Selection
from data.queries.rows import near
from data.records import Edition
from server.public import home
from server.released import folder

OWN = ("sort", "release")
METADATA, BUNDLE, PACKAGE = "metadata.json", "zip", "datapackage.json"
MEDIA = {".csv": "text/csv; charset=utf-8", ".parquet": "application/vnd.apache.parquet", ".geojson": "application/geo+json"}
blueprint = Blueprint("downloads", __name__, url_prefix="/data")


@blueprint.get("/<name>.<any(csv,xlsx,geojson,parquet):ending>")
def file(name: str, ending: str) -> Response:
    """The rows that fit the filters of the address, as a file; ``Link`` names its metadata."""
    chosen = selection(name)
    exporter = EXPORTERS[ending]
    if exporter.is_map and not chosen.has_shape:
        raise Problem("no-shape", "format", ending, nearest=[one.ending for one in exports.of(chosen.dataset)], dataset=name)
    if known := unchanged(chosen.edition):
        return known
    answer = Response(exporter.write(chosen), content_type=exporter.media_type)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{chosen.edition.release or chosen.edition.version}.{ending}"'
    )
    answer.headers["Link"] = f'<{_address(name, METADATA)}>; rel="describedby"; type="application/json"'
    return marked(answer, chosen.edition)


@blueprint.get(f"/<name>.{METADATA}")
def metadata(name: str) -> Response:
    """A Data Package of those very rows: fields, units, sources, licence, filters, citation in both languages, files."""
    chosen = selection(name)
    if known := unchanged(chosen.edition):
        return known
    body = exports.descriptor(chosen, _address(name, "csv"))
    body["files"] = {one.ending: _address(name, one.ending) for one in exports.of(chosen.dataset)}
    return marked(Response(json.dumps(body, ensure_ascii=False, indent=1), mimetype="application/json"), chosen.edition)


@blueprint.get(f"/<name>.{BUNDLE}")
def bundle(name: str) -> Response:
    """Those rows in every kind of file, with metadata and citation beside them."""
    chosen = selection(name)
    if known := unchanged(chosen.edition):
        return known
    body = exports.descriptor(chosen, f"{name}.csv")
    files = {f"{name}.{one.ending}": one.write(chosen) for one in exports.of(chosen.dataset)}
    files |= {
        PACKAGE: json.dumps(body, ensure_ascii=False, indent=1).encode(),
        "CITATION.txt": "\n\n".join(chosen.citation).encode() + b"\n",
    }
    answer = Response(_zipped(files), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{chosen.edition.release or chosen.edition.version}.zip"'
    return marked(answer, chosen.edition)


@blueprint.get(f"/{PACKAGE}")
def package() -> Response:
    """The whole as a Frictionless Data Package; its paths lead to files beside it."""
    given = _whole()
    if known := unchanged(given):
        return known
    return marked(Response(_package(given, home()), mimetype="application/json"), given)


@blueprint.get("/<any(tables,series,geo):room>/<path:rest>")
def package_file(room: str, rest: str) -> Response:
    """A file of the package, exactly as it is declared."""
    given = _whole()
    known = {dataset.path: dataset for dataset in given.catalog.values()}
    path = f"{room}/{rest}"
    if path not in known:
        raise Problem("unknown-file", "file", path, nearest=near(path, known))
    if same := unchanged(given):
        return same
    return marked(Response(declared_bytes(given, known[path]), content_type=MEDIA[Path(path).suffix]), given)


@blueprint.get("/all.zip")
def everything() -> Response:
    """The package with every file, its citation and its checksums."""
    given = _whole()
    if known := unchanged(given):
        return known
    files = {PACKAGE: _package(given, home()).encode()}
    files |= {dataset.path: declared_bytes(given, dataset) for dataset in given.catalog.values()}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items())
    cited = "\n\n".join(
        text for name in given.catalog for text in citation(given, given.catalog[name], f"{home()}/data/{name}.csv")
    )
    files |= {"SHA256SUMS": sums.encode(), "CITATION.txt": cited.encode() + b"\n"}
    answer = Response(_zipped(files), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="taoyuan-{given.version}.zip"'
    return marked(answer, given)


@blueprint.get("/releases")
def release_list() -> Response:
    """The frozen releases, oldest first."""
    asking.only(request.args, ())
    found = []
    for version in releases.listed(folder()):
        note = releases.manifest(folder(), version)
        root = f"{home()}/data/releases/{version}"
        found.append(
            {
                **{name: note[name] for name in ("version", "previous", "frozen", "data_version", "summary")},
                "manifest": f"{root}/{releases.MANIFEST}",
                "changes": f"{root}/{releases.CHANGES}",
                "package": f"{root}/{DESCRIPTOR}",
                "api": f"{home()}/api/v1/datasets?release={version}",
            }
        )
    answer = Response(json.dumps({"releases": found}, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@blueprint.get("/releases/<version>/<path:rest>")
def release_file(version: str, rest: str) -> Response:
    """A file of a release, as it was frozen; only what its manifest names."""
    try:
        note = releases.manifest(folder(), version)
    except KeyError:
        raise Problem("unknown-release", "release", version, nearest=near(version, releases.listed(folder())[::-1])) from None
    sums = {one["path"]: one["sha256"] for one in note["files"]}
    if rest not in sums and rest != releases.MANIFEST:
        raise Problem("unknown-file", "file", rest, nearest=near(rest, sums))
    path = (folder() / version / rest).resolve()
    answer = send_file(path, mimetype=MEDIA.get(path.suffix), conditional=True, etag=sums.get(rest, True), max_age=31536000)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def selection(name: str) -> Selection:
    """What the address chooses of the table ``name``. Raises Problem."""
    given = edition(request.args.get("release"))
    dataset = dataset_of(given, name)
    query = asking.read(dataset, request.args, OWN)
    return Selection(
        given,
        dataset,
        asking.chosen(given, dataset, query),
        citation(given, dataset, _address(name, "csv")),
        _address(name, "csv"),
        query.asked,
    )


def _address(name: str, ending: str) -> str:
    """The address of the same rows in another file."""
    kept = [(key, value) for key, values in request.args.lists() for value in values]
    return f"{home()}/data/{quote(name)}.{ending}" + (f"?{urlencode(kept)}" if kept else "")


def _whole() -> Edition:
    asking.only(request.args, ("release",))
    return edition(request.args.get("release"))


def _package(given: Edition, root: str) -> str:
    return _described(Keyed(given), root)


@lru_cache(maxsize=8)
def _described(key: Keyed, root: str) -> str:
    given = key.given
    resources = []
    for dataset in given.catalog.values():
        content = _bytes(key, dataset.name)
        zh, en = citation(given, dataset, f"{root}/data/{dataset.name}.csv")
        entry: dict[str, Any] = {
            "name": dataset.name,
            "path": dataset.path,
            "format": dataset.format,
            "mediatype": MEDIA[Path(dataset.path).suffix].partition(";")[0],
            "encoding": "utf-8",
            "title": dataset.title_en,
            "title_zh": dataset.title_zh,
            "row_en": dataset.row_en,
            "row_zh": dataset.row_zh,
            "description": dataset.caveat_en,
            "description_zh": dataset.caveat_zh,
            "period": dataset.period,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            "sources": exports.sources(dataset),
            "licenses": exports.licences(dataset),
            "citation": {"zh-TW": zh, "en": en},
            "schema": dict(dataset.schema),
        }
        if dataset.format == "csv":
            entry["profile"] = "tabular-data-resource"
        resources.append({name: value for name, value in entry.items() if value is not None})
    title = "Taoyuan smart city, 2014 to 2022"
    body = {
        "name": "taoyuan-smart-city",
        "title": title,
        "title_zh": "桃園智慧城市，2014至2022年",
        "version": given.release or given.version,
        "homepage": root,
        "resources": resources,
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def declared_bytes(given: Edition, dataset: Dataset) -> bytes:
    """A whole table as its declaration says: CSV, Parquet or GeoJSON."""
    return _bytes(Keyed(given), dataset.name)


@lru_cache(maxsize=128)
def _bytes(key: Keyed, name: str) -> bytes:
    given = key.given
    dataset = given.catalog[name]
    if dataset.format == "csv":
        return exports.table_csv(given, dataset)
    if dataset.format == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = io.BytesIO()
        pq.write_table(
            pa.Table.from_pandas(given.load(name)[[one.name for one in dataset.fields]], preserve_index=False),
            out,
            compression="zstd",
        )
        return out.getvalue()
    rows = exports.features(given, dataset, given.load(name))
    names = [one.name for one in dataset.fields]
    plain = [
        {"type": "Feature", "geometry": one["geometry"], "properties": {key: one["properties"][key] for key in names}}
        for one in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": plain}, ensure_ascii=False).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2022, 12, 31, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
