"""The declarations are a valid Frictionless Data Package and say all that pages, downloads and checks ask of them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from frictionless import Package

from data.catalog import CATALOG, DESCRIPTOR, ROOT, Dataset

EVERY = pytest.mark.parametrize("dataset", CATALOG.values(), ids=CATALOG)


def test_it_is_a_valid_frictionless_package() -> None:
    descriptor = yaml.safe_load((ROOT / DESCRIPTOR).read_text(encoding="utf-8"))
    assert list(Package.metadata_validate(descriptor)) == []
    package = Package(str(ROOT / DESCRIPTOR))
    assert [resource.name for resource in package.resources] == list(CATALOG)


def test_every_file_of_the_data_folder_is_declared_once() -> None:
    found = {str(path.relative_to(ROOT)) for folder in ("tables", "series", "geo") for path in (ROOT / folder).iterdir()
             if path.suffix in (".csv", ".parquet", ".geojson")}
    declared = [dataset.path for dataset in CATALOG.values()]
    assert sorted(declared) == sorted(found)


@EVERY
def test_a_dataset_says_what_a_row_is_who_made_it_and_under_which_terms(dataset: Dataset) -> None:
    for locale in ("zh-TW", "en"):
        assert dataset.title(locale)
        assert dataset.row(locale)
        assert all(source.publisher(locale) and source.credit(locale) for source in dataset.sources)
    assert dataset.title("zh-TW") != dataset.title("en")
    assert dataset.sources
    assert dataset.licences
    assert (dataset.caveat_en is None) == (dataset.caveat_zh is None)
    assert set(dataset.primary_key) <= {field.name for field in dataset.fields}
    assert all(dataset.field(name).required for name in dataset.primary_key)


@EVERY
def test_a_number_has_a_unit_and_a_date_a_pattern(dataset: Dataset) -> None:
    for field in dataset.fields:
        if field.is_number:
            assert field.unit or field.unit_from, field.name
        if field.date:
            assert re.fullmatch(field.pattern, {"any": "2017", "month": "2017-03", "day": "2017-03-02"}[field.date])
        assert (field.date is not None) == bool(re.fullmatch(r"(.*_)?date|month|opened|retrieved|valid_(from|to)", field.name))


@EVERY
def test_people_have_a_word_for_every_column_and_unit(dataset: Dataset) -> None:
    for field in dataset.fields:
        assert field.title_en and field.title_zh, field.name
        assert bool(field.unit) == bool(field.unit_zh), field.name
        assert (field.description is None) == (field.description_zh is None), field.name


@EVERY
def test_keys_point_to_declared_fields(dataset: Dataset) -> None:
    for key in dataset.foreign_keys:
        dataset.field(key.field)
        for target, field in key.targets:
            CATALOG[target].field(field)


def test_series_and_layers_say_what_their_list_of_sources_says() -> None:
    import csv
    with (ROOT / "series/series_sources.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"]: row for row in csv.DictReader(file)}
    datasets = {dataset.path: dataset for dataset in CATALOG.values()}
    for path, row in listed.items():
        dataset, source = datasets[path], datasets[path].sources[0]
        assert (dataset.caveat_en, dataset.caveat_zh, dataset.period) == (row["caveat_en"], row["caveat_zh"], row["period"])
        assert (source.credit_en, source.credit_zh) == (row["credit_en"], row["credit_zh"])
        assert (source.publisher_en, source.publisher_zh) == (row["publisher_en"], row["publisher_zh"])
        assert dataset.licences[0].confirmed == (not row["licence"].startswith("to be confirmed"))


def test_reading_it_needs_no_pandas_and_nothing_drawn() -> None:
    """Small tools read the catalogue too; and data knows neither Dash nor plotly."""
    code = ("import sys, data.catalog, data.store, data.i18n;"
            "print([m for m in ('pandas', 'frictionless', 'dash', 'plotly') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(ROOT).parent)
    assert done.stdout.strip() == "[]"
