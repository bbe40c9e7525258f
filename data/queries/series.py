"""Which series of numbers belongs to a project, and the points of it worth a label."""

import pandas as pd

# A series stands on a project's page only where it counts that very thing: project -> indicator.
OF_PROJECT = {
    "airport-mrt": "airport-mrt-daily-riders-monthly",
    "taoyuan-citizen-card": "citizen-cards-issued",
    "electric-scooter-programme": "electric-scooters",
}
FEWEST = 3      # with fewer dates there is no line to draw (docs: indicators)


def of_indicator(indicators: pd.DataFrame, indicator_id: str, district: str) -> pd.DataFrame:
    """The rows of one indicator in one district, oldest first; empty when there are fewer than three."""
    rows = indicators[(indicators["indicator_id"] == indicator_id) & (indicators["district_code"] == district)].sort_values("date")
    return rows if len(rows) >= FEWEST else rows.iloc[0:0]
