/* Search in the browser: Chinese by pairs of characters, English by word stems; what is asked stands in the address (q). */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const MOST = 40;                                    // results shown; when there are more, it is said
  const CHINESE = /[\u3400-\u9fff]+/g;
  const SPACE = "space", ERASE = "erase";
  const KEYS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

  const ENDINGS = ["ational", "ations", "ation", "ingly", "ments", "ment", "edly", "ings", "ing", "ies", "ed", "es", "ly", "s", "y"];      // longest first
  /** An English word without its common ending, so that "lights", "lighting" and "light" meet; three letters stay. */
  function stem(word) {
    const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= 3);
    return ending ? word.slice(0, -ending.length) : word;
  }
  const JOINED = /[\p{L}\p{N}]+(?:[-\u2011][\p{L}\p{N}]+)+/gu;
  /** Chinese without spaces: each character and each pair; everything else: stems, and Wi-Fi as wifi, too. */
  function terms(text) {
    const lower = text.toLowerCase().replaceAll("臺", "台");
    const pairs = (lower.match(CHINESE) || []).flatMap((run) => [...run].flatMap((one, n, all) => (n + 1 < all.length ? [one, one + all[n + 1]] : [one])));
    const latin = lower.replace(CHINESE, " ").split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(stem);
    const joined = (lower.replace(CHINESE, " ").match(JOINED) || []).map((word) => word.replaceAll(/[-\u2011]/g, ""));
    return [...pairs, ...latin, ...joined];
  }
  /** What is asked for: the pairs of a Chinese run (its one character when alone) and the stems. */
  const asked = (text) => terms(text).filter((term, n, all) => !/[\u3400-\u9fff]/.test(term) || term.length === 2 || !all.some((other) => other.length === 2 && other.includes(term)));

  async function search(node) {
    const [rows] = await Promise.all([tao.view("search"), tao.script("minisearch.js")]);
    const index = new window.MiniSearch({ fields: ["zh", "en", "more"], idField: "id", tokenize: terms, processTerm: (term) => term,
      searchOptions: { tokenize: asked, combineWith: "AND", prefix: (term) => /^[a-z0-9]{2,}/.test(term), fuzzy: (term) => (/^[a-z]{5,}$/.test(term) ? 0.2 : false), boost: { zh: 4, en: 4 } } });
    index.addAll(rows);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const field = el("input", { type: "search", id: "search-field", class: "search__field", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
    const found = el("ol", { class: "search__found" });
    const said = el("p", { class: "search__said soft", role: "status" });
    const keys = el("div", { class: "search__keys", id: "search-keys", hidden: true });
    const opener = el("button", { type: "button", class: "button", "aria-expanded": "false", "aria-controls": "search-keys" }, words(message("search.keys")));

    function ask(text) { tao.address.set({ q: text || null }); }
    function press(key) {
      const text = key === ERASE ? field.value.slice(0, -1) : key === SPACE ? `${field.value} ` : field.value + key;
      field.value = text;
      ask(text);
    }
    const key = (label, value, name) => {
      const button = el("button", { type: "button", class: "search__key", ...(name ? tao.named(message(name)) : {}) }, label);
      button.addEventListener("click", () => press(value));
      return button;
    };
    opener.addEventListener("click", () => {
      keys.hidden = !keys.hidden;
      opener.setAttribute("aria-expanded", String(!keys.hidden));
      if (!keys.childElementCount) keys.append(...KEYS.map((line) => el("div", { class: "search__line" }, ...[...line].map((one) => key(one, one)))),
        el("div", { class: "search__line" }, key(words(message("search.space")), SPACE, "search.space"), key(tao.icon("arrow-left"), ERASE, "search.erase")));
      if (!keys.hidden) keys.scrollIntoView({ block: "nearest" });
    });
    const starters = el("div", { class: "search__starters", role: "group", ...tao.named(message("search.starters")) },
      ...rows.filter((row) => row.kind === "topics" || row.kind === "districts").map((row) => {
        const chip = el("button", { type: "button", class: "chip" }, words([row.zh, row.en]));
        chip.addEventListener("click", () => { field.value = document.documentElement.lang === "en" ? row.en : row.zh; ask(field.value); });
        return chip;
      }));
    field.addEventListener("input", () => ask(field.value));
    node.replaceChildren(el("form", { class: "search__form", role: "search", on: { submit: (event) => event.preventDefault() } },
      el("label", { for: "search-field", class: "search__label" }, tao.icon("search"), words(message("search.label"))), field, opener), keys, said, found, starters);

    const title = (row) => el("span", { class: "words" }, el("span", { lang: "zh-TW" }, row.zh), el("span", { lang: "en" }, ...tao.english(row.en)));
    const item = (row) => el("li", { "data-fact": row.kind === "pulse" ? null : row.id }, el("a", { href: row.href, class: "search__hit" },
      el("span", { class: "search__kind" }, words(message(`search.kind_${row.kind}`))), el("span", { class: "search__name" }, title(row))));
    return {
      update(state, previous) {
        if (previous && previous.q === state.q) return;
        const text = state.q || "";
        if (field.value !== text) field.value = text;
        const hits = text.trim() ? index.search(text) : [];
        found.replaceChildren(...hits.slice(0, MOST).map((hit) => item(byId.get(hit.id))));
        starters.hidden = hits.length > 0;
        const key = !text.trim() ? "search.start" : hits.length === 0 ? "search.none" : hits.length === 1 ? "search.one" : hits.length > MOST ? "search.most" : "search.many";
        said.replaceChildren(words(message(key, { count: tao.number(hits.length), most: String(MOST) })));
      },
    };
  }
  tao.component("search", search);
})();
