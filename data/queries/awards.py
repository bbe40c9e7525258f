"""How far an honour went, for the branch and its blossoms."""

import pandas as pd

HIGHEST = "icf-community-of-the-year-2019"      # the one peach (DESIGN: the highest honour)
BODY = "Intelligent Community Forum"            # the branch is theirs: the same list for ten years
KINDS = {"named": "bud", "finalist": "half", "winner": "open"}


def with_branch(awards: pd.DataFrame) -> pd.DataFrame:
    """Awards oldest first with ``blossom`` (bud, half, open, peach), ``is_branch`` and ``programme_year``.

    ``programme_year`` is the year an honour is for: that at the end of its id on the branch (the list for 2016 was named in
    2015), the year of its date for the others.
    """
    rows = awards.sort_values(["date", "id"])
    is_branch = rows["body_en"] == BODY
    own = rows["id"].str.extract(r"-(\d{4})$")[0]
    year = own.where(is_branch, rows["date"].str[:4]).astype(int)
    blossom = rows["result"].map(KINDS).mask(rows["id"] == HIGHEST, "peach")
    return rows.assign(blossom=blossom, is_branch=is_branch, programme_year=year)
