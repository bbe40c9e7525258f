"""The exhibition of October 2022 among the projects: which rows it is, and its days."""

from datetime import date, timedelta

EXHIBITION, SYMPOSIUM = "big-data-exhibition-2022", "future-data-symposium-2022"      # ids of `projects`


def days_of(first: str, last: str) -> list[str]:
    """Every ISO day from ``first`` to ``last``, both among them."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]
