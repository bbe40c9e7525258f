"""Read aloud: the words shown, in their language, by a voice of this machine; no button where there is none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ready

# A speech service with voices of our choice that keeps what it was asked to say.
SPEECH = """(voices) => {
  window.said = [];
  const speech = new EventTarget();
  Object.assign(speech, {
    speaking: false, getVoices: () => voices,
    speak(one) { speech.speaking = true; window.said.push([one.lang, one.voice.name, one.text]); },
    cancel() { speech.speaking = false; },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""
CHINESE = {"name": "here-zh", "lang": "zh-TW", "localService": True}
ENGLISH = {"name": "here-en", "lang": "en_GB", "localService": True}
FAR = {"name": "far-en", "lang": "en-US", "localService": False}
Opened = Callable[[list[dict[str, object]]], Page]


@pytest.fixture
def speaking(open_page: Callable[..., Page]) -> Opened:
    """The exhibition of 2022 in Chinese on a machine with these voices."""

    def opened(voices: list[dict[str, object]]) -> Page:
        page = open_page("/exhibition", "D", "zh-TW")
        page.add_init_script(f"({SPEECH})({voices!r})".replace("True", "true").replace("False", "false"))
        page.reload()
        ready(page)
        return page

    return opened


@pytest.mark.parametrize(("voices", "zh", "en"), [([], False, False), ([CHINESE, FAR], True, False), ([FAR, ENGLISH], False, True)])
def test_only_a_voice_of_this_machine_gives_the_button(speaking: Opened, voices: list[dict[str, object]], zh: bool, en: bool):
    page = speaking(voices)
    button = page.locator("[data-aloud]").first
    expect(button).to_be_visible(visible=zh)
    page.locator("[data-set-lang=en]").first.click()
    expect(button).to_be_visible(visible=en)


def test_it_says_what_is_shown_and_stops(speaking: Opened):
    page = speaking([FAR, CHINESE, ENGLISH])
    button = page.locator("[data-aloud]").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    [[lang, voice, text]] = page.evaluate("said")
    assert (lang, voice) == ("zh-TW", "here-zh")
    assert text.startswith(page.locator("h1").inner_text())
    assert "What happened" not in text, "the other tongue"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    page.locator("[data-set-lang=en]").first.click()
    expect(button).to_have_attribute("aria-pressed", "false")      # not on in a tongue that is no longer shown
    button.click()
    assert page.evaluate("said")[-1][:2] == ["en", "here-en"]
    page.evaluate("() => { tao.go('/awards'); }")
    ready(page)
    assert not page.evaluate("speechSynthesis.speaking"), "it goes on over the next page"
