/* Read aloud: the text of the page in its language, by a voice of this machine; no button where there is none. */
"use strict";
(function () {
  const { tao } = window;
  const MOST = 1500;          // characters; about two minutes
  const speech = window.speechSynthesis;
  const voice = (lang) => speech?.getVoices().find((one) => one.localService && one.lang.replace("_", "-").toLowerCase().startsWith(lang === "en" ? "en" : "zh"));

  /** The words a visitor sees: heading and text of the page, in its tongue, in order. */
  function text() {
    const parts = [...document.querySelectorAll("#page :is(h1, h2, p, dt, dd, .event__title, .event__said, .question__asked)")];
    return parts.filter((part) => part.checkVisibility()).map((part) => part.innerText.trim()).filter(Boolean).join("。\n").slice(0, MOST);
  }
  function show() {
    for (const button of document.querySelectorAll("[data-aloud]")) {
      button.hidden = !voice(document.documentElement.lang);
      button.setAttribute("aria-pressed", String(Boolean(speech?.speaking)));
    }
  }
  function stop() { speech?.cancel(); show(); }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-aloud]")) return;
    if (speech.speaking) { stop(); return; }
    const spoken = new SpeechSynthesisUtterance(text());
    spoken.lang = document.documentElement.lang;
    spoken.voice = voice(spoken.lang);
    spoken.onend = spoken.onerror = show;
    speech.speak(spoken);
    show();
  });
  speech?.addEventListener?.("voiceschanged", show);
  tao.aloud = { show, stop };
})();
