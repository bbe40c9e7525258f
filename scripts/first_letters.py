"""Writes which Chinese characters the first screens show in each face: they lie in a file of their own (build_fonts.py).

``python -m scripts.first_letters http://127.0.0.1:8050`` opens the front door and the map of a running exhibition in Chromium, on
each size of screen and in both languages. A character that comes later is fetched with its other file: an old list loses nothing.
"""

import json
import sys

from playwright.sync_api import Page, sync_playwright

from scripts.build_fonts import FIRST

SCREENS = ((1920, 1080), (1080, 1920), (1440, 900), (390, 844))
ROOMS, LANGUAGES = ("/", "/map"), ("zh-TW", "en")
# {face: what it writes}, as the files are named; a character that no Chinese file holds (private use: icons) is none.
SHOWN = r"""() => {
  const shown = {}, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, node = text.parentElement, { fontFamily, fontWeight } = getComputedStyle(node);
    range.selectNodeContents(text);
    if (node.closest("script, style, noscript") || !range.getClientRects().length) continue;
    const family = /serif tc/i.test(fontFamily) ? "serif" : "sans";
    const face = `noto-${family}-tc-${family === "serif" || fontWeight >= 600 ? 700 : 400}`;
    shown[face] = (shown[face] || "") + (text.data.match(/[\u2e80-\ud7ff\uf900-\uffef]/g) || []).join("");
  }
  return shown;
}"""


def letters(page: Page, address: str) -> dict[str, set[str]]:
    """What stands there when it is ready."""
    page.goto(address)
    page.locator('html[data-ready="true"]').wait_for(state="attached")
    page.evaluate("() => document.fonts.ready.then(tao.painted)")
    return {face: set(text) for face, text in page.evaluate(SHOWN).items()}


def main() -> int:
    found: dict[str, set[str]] = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width, height in SCREENS:
            page = browser.new_page(viewport={"width": width, "height": height}, service_workers="block")
            for address in [f"{sys.argv[1]}{room}?lang={lang}" for room in ROOMS for lang in LANGUAGES]:
                for face, shown in letters(page, address).items():
                    found.setdefault(face, set()).update(shown)
            page.close()
        browser.close()
    said = {face: "".join(sorted(found[face])) for face in sorted(found)}
    FIRST.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print({face: len(shown) for face, shown in found.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
