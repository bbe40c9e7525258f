/* Type a neighbourhood's name (web): the villages it may be, as links. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const MOST = 12;

  async function villageSearch(node) {
    const [{ villages }, { layers }] = await Promise.all([tao.view("villages"), tao.view("basemap")]);
    const districts = new Map(layers.districts.map((one) => [one.code, one]));
    const field = el("input", { type: "search", class: "village-search__field", autocomplete: "off", spellcheck: "false", id: "village-search-field" });
    const said = el("p", { class: "village-search__said soft", role: "status" });
    const list = el("ul", { class: "village-search__list" });
    const all = villages.map((one) => ({ one, zh: one.name_zh, en: one.name_en.toLowerCase() }));

    function search() {
      const asked = field.value.trim().toLowerCase().replaceAll("臺", "台");
      if (!asked) { list.replaceChildren(); said.replaceChildren(); return; }
      const found = all.filter(({ zh, en }) => zh.replaceAll("臺", "台").includes(asked) || en.replace(/[-' ]/g, "").includes(asked.replace(/[-' ]/g, "")));
      const starts = ({ zh, en }) => (zh.startsWith(asked) || en.startsWith(asked) ? 0 : 1);
      found.sort((a, b) => starts(a) - starts(b));
      said.replaceChildren(words(found.length ? message("districts.search_many", { count: String(found.length) }) : message("districts.search_none")));
      list.replaceChildren(...found.slice(0, MOST).map(({ one }) => {
        const district = districts.get(one.code.slice(0, 8));
        return el("li", {}, el("a", { href: tao.villages.href(one.code), class: "village-search__link", "data-fact": `villages:${one.code}` },
          words(tao.villages.pair(one)), el("span", { class: "soft" }, words([district.name_zh, district.name_en.replace(" District", "")]))));
      }));
    }
    field.addEventListener("input", search);
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") list.querySelector("a")?.click(); });
    node.replaceChildren(el("label", { for: field.id, class: "village-search__label" }, tao.icon("search"), words(message("districts.search"))), field, said, list);
    return {
      update() { field.placeholder = message("districts.search_hint")[document.documentElement.lang === "en" ? 1 : 0]; },
    };
  }
  tao.component("village-search", villageSearch);
})();
