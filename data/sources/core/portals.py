"""Addresses of the portals several sources share, and the words that name who publishes there."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from data.sources.core.declaration import Step

Steps = Callable[[date | None], Sequence[Step]]

TYCG = "https://opendata.tycg.gov.tw"
# A sister service of the city asks for at least 30 s between calls of one address and at most 6,000 a day; taken as our ceiling.
TYCG_CEILING: dict[str, Any] = {"pause_s": 30.0, "daily": 6000}
TDX = "https://tdx.transportdata.tw/api"
# TDX gives a token that lasts a day and allows 20 token calls a minute; pause and daily ceiling are our own.
TDX_ACCESS: dict[str, Any] = {
    "oauth": ("https://tdx.transportdata.tw/auth/realms/TDXConnect/protocol/openid-connect/token", "TDX_CLIENT_ID",
              "TDX_CLIENT_SECRET"),
    "page": "https://tdx.transportdata.tw/api-service/swagger", "pause_s": 1.0, "daily": 3000,
    "publisher_en": "Ministry of Transportation and Communications (TDX)", "publisher_zh": "交通部 TDX 運輸資料流通服務",
}
MOENV = "https://data.moenv.gov.tw/api/v2"
STA = "https://sta.colife.org.tw"
WRA = "https://opendata.wra.gov.tw/api/v2"
RIS = "https://www.ris.gov.tw/rs-opendata/api/v1/datastore"
MOE = "https://stats.moe.gov.tw/files"
CWA = "https://opendata.cwa.gov.tw/api/v1/rest/datastore"


def tycg_page(dataset: str) -> str:
    return f"{TYCG}/datalist/{dataset}"


def tycg_rows(resource: str) -> Steps:
    """Rows of a resource as JSON; without ``limit`` the portal gives twenty."""
    step = Step("all", f"{TYCG}/api/v1/dataset.api_access", (("rid", resource), ("format", "json"), ("limit", "5000")))
    return lambda since: (step,)


def tycg_file(dataset: str, resource: str, expects: str) -> Step:
    """The file of a resource as it was uploaded."""
    return Step("all", f"{TYCG}/api/dataset/{dataset}/resource/{resource}/download", expects=expects)


def tdx(path: str, role: str = "rows", key: str = "all", **params: str) -> Step:
    """``path`` of TDX as JSON; ``params`` are OData's, without their $."""
    return Step(key, f"{TDX}/{path}", (("$format", "JSON"), *((f"${name}", value) for name, value in params.items())), role=role)


def things(service: str, *filters: str) -> Steps:
    """Things of a SensorThings service with their place and latest observations, a hundred a page."""
    step = Step("0", f"{STA}/{service}/v1.0/Things", (
        ("$expand", "Locations,Datastreams/Observations($orderby=phenomenonTime desc;$top=1)"),
        ("$filter", " and ".join(filters)), ("$top", "100"), ("$count", "true")))
    return lambda since: (step,)


def days(since: date, until: date) -> list[date]:
    """Every day from ``since`` to ``until``, both ends in."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def months(since: date, until: date) -> list[date]:
    """The first of every month from ``since``'s to ``until``'s."""
    first = since.year * 12 + since.month - 1
    last = until.year * 12 + until.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]
