/* The language is one attribute of the page: both tongues stand in it, CSS shows one; names of controls and the title follow. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;

  function apply(node) {
    const key = root.lang === "en" ? "labelEn" : "labelZh";
    for (const part of [node, ...node.querySelectorAll("[data-label-en]")]) {
      if (part.dataset?.labelEn !== undefined) part.setAttribute("aria-label", part.dataset[key]);
    }
  }
  function title() {
    const pair = tao.page.title;
    if (pair) document.title = pair[root.lang === "en" ? 1 : 0];
  }
  function follow(state) {
    const lang = state.lang || root.dataset.defaultLang;
    if (lang === root.lang) return;
    root.lang = lang;
    apply(document.body);
    title();
    tao.markSwitches();
    tao.aloud.stop();
    tao.letters.warm();
  }
  tao.language = { apply, follow, title };
})();
