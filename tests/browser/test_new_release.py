"""Two builds, one visit."""

import time
from collections.abc import Callable

from tests.browser.conftest import SLOWEST_MS
from tests.browser.test_faults import Hall, hall, kiosk, pass_s, told  # noqa: F401
from tests.browser.test_kiosk import attracting
from tests.copied import change
from tests.serving import serving


def test_a_visit_keeps_its_release_and_the_next_one_has_the_new_one(hall: Callable[..., Hall]):  # noqa: F811
    """Two builds: the new one has other words, another style and another table; it comes in the middle of a visit."""
    one = hall()
    page = one.page
    said = "() => document.documentElement.dataset.release"
    old = page.evaluate(said)
    one.enter()
    one.walk("/map")
    page.evaluate("() => { window.same = true; }")
    one.served.kill()
    change(one.root / "data" / "locales" / "en.json", '"Touch the screen to begin here"', '"Touch to begin"')
    change(one.root / "data" / "tables" / "awards.csv", ",ICF Founders Award,", ",Founders of the ICF,")
    with (one.root / "assets" / "css" / "components" / "about.css").open("a") as style:
        style.write("\n.about { outline-offset: 1px; }\n")
    with serving(one.log.with_name("second.log"), cwd=one.root, **one.settings) as again:
        one.line.mend(int(again.url.rsplit(":", 1)[1]))
        one.walk("/timeline", "/about", "/awards")
        for _ in range(5):              # the screen asks once a minute whether there is something new
            pass_s(page, 30)
            page.touchscreen.tap(5, 5)
        one.walk("/partners")
        assert page.evaluate("() => window.same") and page.evaluate(said) == old, "no visit is cut, none gets two releases mixed"
        one.leave()
        until = time.monotonic() + SLOWEST_MS / 1000        # a server that is slow to answer is taken a minute later, still at rest
        while page.evaluate(said) == old:
            assert time.monotonic() < until
            pass_s(page, 20)
            time.sleep(1)
        attracting(page)
        assert page.locator(".attract .layer__go [lang=en]").inner_text() == "Touch to begin"
        one.enter()
        one.walk("/awards")
        assert "Founders of the ICF" in page.locator("#page").text_content()
        one.leave()
        told(one)
