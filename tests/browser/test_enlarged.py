"""WCAG 2.2 1.4.10 and 1.4.12, forced colours: enlarged to 400 %, with wide spacing, in the visitor's own colours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.addresses import PAGES, TEMPLATES, rows
from tests.browser.conftest import ARGUMENTS, CHROMIUM, SLOWEST_MS, Watch, visit

KINDS = [*PAGES, *(address for template in TEMPLATES for address in rows(template, most=1))]
ENLARGED = {"width": 320, "height": 256}  # 400 % of 1280 x 1024
MOST_COVERED = 0.5
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
WIDER = "() => document.scrollingElement.scrollWidth - innerWidth"
# Of the height of the window: what stays where it is while the page scrolls.
COVERED = """() => {
  const rows = new Set();
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!["fixed", "sticky"].includes(style.position) || style.visibility === "hidden" || box.width < innerWidth / 2) continue;
    for (let y = Math.max(0, Math.ceil(box.top)); y < Math.min(box.bottom, innerHeight); y += 1) rows.add(y);
  }
  return rows.size / innerHeight;
}"""
# Texts whose own box cuts them, but those that say so by an ellipsis.
CUT = """() => [...document.querySelectorAll("#frame *")].filter((one) => {
  if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) return false;
  const style = getComputedStyle(one);
  if (one.clientWidth < 3 || style.visibility === "hidden" || style.clipPath !== "none") return false;
  if (style.textOverflow === "ellipsis") return false;
  return /hidden|clip/.test(style.overflow) && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2);
}).map((one) => `${one.className}: ${one.textContent}`)"""
# Lines of text that stand letter under letter: what has six letters or more in a line of its own and is narrower than two of them.
UPRIGHT = """() => [...document.querySelectorAll("#frame *")].filter((one) => {
  const said = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
  if (said.length < 6 || !one.checkVisibility({ visibilityProperty: true })) return false;
  const style = getComputedStyle(one), box = one.getBoundingClientRect(), letter = parseFloat(style.fontSize);
  if (!style.writingMode.startsWith("horizontal") || one.ownerSVGElement || box.width < 2) return false;
  return box.width < 2 * letter && box.height > 3 * letter;
}).map((one) => `${one.closest("[class]").className}: ${one.textContent}`)"""
LOOK = "(one) => { const style = getComputedStyle(one); return style.outlineStyle + style.outlineColor; }"


@pytest.fixture(scope="module")
def enlarged(browser: Browser, server_url: str) -> Callable[[str], Page]:
    context = browser.new_context(viewport=ENLARGED, device_scale_factor=4, service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(SLOWEST_MS)
    yield lambda path: _opened(context.new_page(), server_url + path)
    context.close()


def _opened(page: Page, address: str) -> Page:
    visit(page, address)
    return page


@pytest.mark.parametrize("path", KINDS)
def test_at_400_per_cent_nothing_scrolls_sideways_and_most_of_the_window_is_the_page(enlarged: Callable[[str], Page], path: str):
    for lang in ("zh-TW", "en"):
        page = enlarged(f"{path}?lang={lang}")
        assert page.evaluate(WIDER) <= 0
        assert page.evaluate(UPRIGHT) == []
        page.mouse.wheel(0, 400)
        assert page.evaluate(COVERED) < MOST_COVERED
        page.close()


def test_on_the_narrowest_phone_the_years_fit_where_letters_stand_on_whole_pixels(browser: Browser, server_url: str):
    """Other systems than that of the tests round the width of each letter (hinting), and so do old screens."""
    rounding = [one for one in ARGUMENTS if "hinting" not in one] + ["--font-render-hinting=full"]
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=rounding)
    page = other.new_page(viewport=ENLARGED, device_scale_factor=4, reduced_motion="reduce")
    for path in ("/", "/map", "/timeline"):
        visit(page, f"{server_url}{path}?lang=zh-TW")
        assert page.evaluate(WIDER) <= 0, path
    other.close()


@pytest.mark.parametrize("path", KINDS)
def test_with_wide_spacing_no_text_is_cut(open_page: Callable[..., Page], path: str):
    page = open_page(path, "W", "en")
    page.add_style_tag(content=SPACING)
    assert page.evaluate(CUT) == []
    assert page.evaluate(WIDER) <= 0


def test_in_forced_colours_what_is_on_is_marked_and_keys_of_colours_keep_them(browser: Browser, server_url: str, watch: Watch):
    with browser.new_context(viewport={"width": 1440, "height": 900}, forced_colors="active", reduced_motion="reduce") as context:
        context.set_default_timeout(SLOWEST_MS)
        page = context.new_page()
        watch.follow(page)
        visit(page, f"{server_url}/map?lang=en&theme=day")
        on, off = page.locator("[data-set-theme=day]"), page.locator("[data-set-theme=night]")
        assert on.evaluate(LOOK) != off.evaluate(LOOK)
        chips = page.locator(".filter__waters .chip__pond")
        expect(chips.first).to_be_visible()
        colours = [one.evaluate("(one) => getComputedStyle(one).backgroundColor") for one in chips.all()]
        assert len(set(colours)) == len(colours) == 5
