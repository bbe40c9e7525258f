"""How to name rows of the tables in a paper: title, version, address, whose they are."""

from components.words import pair
from data.catalog import Dataset
from data.records import Edition


def citation(given: Edition, dataset: Dataset, address: str) -> tuple[str, str]:
    """Chinese and English, with version and ``address``; the version of a release is its day."""
    source = dataset.sources[0]
    return pair(
        "api.cite",
        title=(dataset.title_zh, dataset.title_en),
        version=given.release or given.version,
        address=address,
        credit=(source.credit_zh, source.credit_en),
    )


def citation_of_all(given: Edition, address: str) -> tuple[str, str]:
    """The same for all tables together."""
    return pair("datasets.cite_all", version=given.release or given.version, address=address)
