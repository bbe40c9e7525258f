"""The partners page: one picture, one list, one count."""

import json

from tests.pages.baked import page as page_of


def test_the_page_needs_its_view_and_says_how_many(app):
    found = page_of("/partners")
    text = json.dumps(found["children"], ensure_ascii=False)
    assert found["status"] == 200 and {"city", "partners"} <= set(found["needs"])
    assert "98個單位" in text and "98 organisations" in text
    assert all(
        f'"data-component": "{part}"' in text
        for part in ("partner-web", "partner-list", "partner-filter", "partner-reader", "year-ribbon")
    )
