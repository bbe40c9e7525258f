"""What was wrong with a request, in words, with the nearest good value: application/problem+json (RFC 9457)."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from components.words import pair

LONGEST = 80  # characters of what was sent that are said back
KINDS = {  # the end of its address: status; its words are api.problem_<kind>
    "unknown-parameter": 400,
    "bad-value": 400,
    "unknown-field": 400,
    "twice": 400,
    "too-many": 400,
    "too-long": 400,
    "no-shape": 400,
    "unknown-dataset": 404,
    "unknown-row": 404,
    "unknown-release": 404,
    "unknown-file": 404,
    "no-data": 503,
}
PAGE = "/api"  # where each kind is explained, under its name


class Problem(HTTPException):
    """A request that cannot be answered. ``kind`` is one of KINDS; ``nearest`` the best good values, best first."""

    def __init__(
        self,
        kind: str,
        parameter: str | None = None,
        value: str | None = None,
        why: str | None = None,
        nearest: Iterable[str] = (),
        **values: Any,
    ) -> None:
        super().__init__()
        self.code = KINDS[kind]
        self.kind, self.parameter, self.value, self.why, self.nearest = kind, parameter, value, why, list(nearest)
        self.values = values

    def get_response(self, *_args: Any, **_kwargs: Any) -> Response:
        """The JSON; English in the members of the standard, Chinese beside them."""
        key = self.kind.replace("-", "_")
        zh, en = pair(f"api.problem_{key}")
        said = {"parameter": cut(self.parameter), "value": cut(self.value), **self.values}
        details = list(pair(f"api.detail_{key}", **said))
        if self.why:
            details = [f"{detail} {more}" for detail, more in zip(details, pair(f"api.why_{self.why}"), strict=True)]
        body = {
            "type": f"{PAGE}#{self.kind}",
            "title": en,
            "status": self.code,
            "detail": details[1],
            "title_zh": zh,
            "detail_zh": details[0],
            "parameter": cut(self.parameter),
            "value": cut(self.value),
            "nearest": self.nearest or None,
        }
        kept = {name: value for name, value in body.items() if value is not None}
        answer = Response(json.dumps(kept, ensure_ascii=False, indent=1), self.code, mimetype="application/problem+json")
        answer.headers["Cache-Control"] = "no-store"
        return answer


def cut(text: str | None) -> str | None:
    """``text`` short enough to be said back."""
    return text if text is None or len(text) <= LONGEST else text[:LONGEST] + "…"
