"""Whose numbers these are and what must be known of them, under every figure made from a whole dataset."""

from dash import html

from components.words import bilingual, words
from data.catalog import Dataset


def dataset_link(dataset: Dataset) -> html.Span:
    """The publisher as the way to what this house knows of the dataset."""
    source = dataset.sources[0]
    return html.Span(
        [words("source.word"), html.A(bilingual(source.publisher_zh, source.publisher_en), href=f"/sources/{dataset.name}")],
        className="source-link",
    )


def dataset_note(*datasets: Dataset) -> html.P:
    """Source and caveat of each of ``datasets``."""
    parts = []
    for dataset in datasets:
        caveat = [" ", html.Span(bilingual(dataset.caveat_zh or "", dataset.caveat_en or ""))] if dataset.caveat_en else []
        parts.append(html.Span([dataset_link(dataset), *caveat], className="dataset-note__one"))
    return html.P(parts, className="dataset-note")
