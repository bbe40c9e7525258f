/* The neighbourhoods of a district: by strokes in Chinese, by alphabet in English; in the hall a sheet of large targets. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const MOST_STROKES = 40;

  /** Strokes of the first character: where it stands among the marks the stroke order of CLDR puts before each count. */
  function strokes(collator, text) {
    let count = 0;
    for (let n = 1; n <= MOST_STROKES; n += 1) if (collator.compare(`\uFDD0${String.fromCharCode(0x2800 + n)}`, text) <= 0) count = n;
    return count;
  }
  function villageList(node) {
    const list = node.querySelector(".villages__list");
    const [opener, closer] = ["open", "close"].map((name) => node.querySelector(`[data-sheet="${name}"]`));
    const sheet = node.querySelector('[data-sheet="sheet"]');
    const items = [...list.children].map((item) => ({ item, zh: item.firstChild.dataset.zh, en: item.firstChild.dataset.en }));
    /** By the strokes of the Chinese names. The browser's rules of that order take a phone 100 ms to wake: only where they are asked for. */
    function byStrokes() {
      const rules = new Intl.Collator("zh-Hant-u-co-stroke"), knows = rules.resolvedOptions().collation === "stroke";
      for (const one of items) one.count ??= knows ? strokes(rules, one.zh) : 0;
      return [...items].sort((a, b) => rules.compare(a.zh, b.zh));
    }
    const byAlphabet = () => [...items].sort((a, b) => (a.en ? 0 : 1) - (b.en ? 0 : 1) || tao.order(a.en.toLowerCase(), b.en.toLowerCase()));
    function sort() {
      const en = document.documentElement.lang === "en";
      const sorted = en ? byAlphabet() : byStrokes();
      const rows = [];
      let head = null;
      for (const one of sorted) {
        const now = en ? one.en.slice(0, 1) : one.count || null;
        if (now && now !== head) rows.push(el("li", { class: "villages__head-of num" }, en ? now : words(message("district.strokes", { count: String(now) }))));
        head = now;
        rows.push(one.item);
      }
      list.replaceChildren(...rows);
    }
    const set = (isOpen) => tao.address.set({ list: isOpen ? "1" : null });
    const others = [...node.parentElement.children].filter((part) => part !== node).concat(opener);
    const isSheet = () => getComputedStyle(sheet).position === "fixed";
    /** What lies under an open sheet can neither be touched nor reached by keys. */
    function cover() { for (const part of others) part.inert = node.hasAttribute("data-open") && isSheet(); }
    function show(isOpen, isAsked) {
      node.toggleAttribute("data-open", isOpen);
      opener.setAttribute("aria-expanded", String(isOpen));
      cover();
      if (isOpen && isSheet()) sheet.querySelector("h2").focus({ preventScroll: true }); else if (isAsked) opener.focus({ preventScroll: true });
    }
    const watch = new ResizeObserver(cover);      // a sheet in the hall is a part of the page on a smaller window
    watch.observe(sheet);
    opener.addEventListener("click", () => set(true));
    closer.addEventListener("click", () => set(false));
    node.parentElement.addEventListener("click", (event) => { if (event.target === node.parentElement && isSheet()) set(false); });      // beside the sheet
    node.addEventListener("keydown", (event) => { if (event.key === "Escape" && node.hasAttribute("data-open")) set(false); });
    sort();
    return {
      update(state, previous) {
        if (previous && previous.lang !== state.lang) sort();
        if (Boolean(state.list) !== node.hasAttribute("data-open")) show(Boolean(state.list), Boolean(previous));
      },
      destroy() { watch.disconnect(); },
    };
  }
  tao.component("village-list", villageList);
})();
