"""Who built this with the city: which projects name an organisation, since when, about what."""

import pandas as pd

from data.store import listed

# In the order they are told.
KINDS = ("city-agency", "central-government", "company", "university", "community", "international")


def ties(projects: pd.DataFrame) -> pd.DataFrame:
    """One row an organisation and project that names it: ``partner_id``, ``project_id``, ``topic``, ``is_lead``.

    An organisation that is partner and lead agency of the same project stands once, as its lead.
    """
    rows = [
        (partner, row["id"], row["topic"], partner == row["lead_agency"])
        for row in projects.to_dict("records")
        for partner in dict.fromkeys([*listed(row["partners"]), *([row["lead_agency"]] if _known(row["lead_agency"]) else [])])
    ]
    return pd.DataFrame(rows, columns=["partner_id", "project_id", "topic", "is_lead"])


def summary(partners: pd.DataFrame, tied: pd.DataFrame, first: pd.DataFrame, families: dict[str, str]) -> pd.DataFrame:
    """``partners`` with ``projects`` (how many name it), ``first_year`` (the earliest first year of them; missing when none is
    known) and ``family`` (the water most of them belong to, the first of equals in the order of ``families``).

    ``first`` is indexed by project as :func:`data.queries.projects.first_years` gives it; ``families`` is {topic: water}.
    """
    seen = tied.assign(family=tied["topic"].map(families), year=tied["project_id"].map(first["first_year"]))
    order = list(dict.fromkeys(families.values()))
    counts = seen.groupby(["partner_id", "family"]).size().unstack(fill_value=0).reindex(columns=order, fill_value=0)
    by = partners.set_index("id")
    main = counts.idxmax(axis=1)
    return partners.assign(
        projects=by.index.map(tied["partner_id"].value_counts()).fillna(0).astype(int),
        first_year=by.index.map(seen.groupby("partner_id")["year"].min()),
        family=by.index.map(main),
    )


def _known(cell: object) -> bool:
    return isinstance(cell, str) and cell != ""
