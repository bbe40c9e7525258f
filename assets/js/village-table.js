/* What the map says, as rows: every village by district, its residents and its change in the month shown. Filled when opened. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;

  async function villageTable(node) {
    const details = node.closest("details");
    const base = await tao.view("basemap");
    let of = null, month = -1, timer = null;
    const cells = [];

    function row(i) {
      const residents = el("td", { class: "num" }), change = el("td", { class: "num" });
      const line = el("tr", {}, el("th", { scope: "row" }, el("a", { href: tao.villages.href(of.codes[i]) }, words(tao.villages.pair(of.villages[i])))), residents, change);
      cells[i] = { line, residents, change };
      return line;
    }
    function build() {
      const parts = base.layers.districts.map((district) => {
        const rows = of.codes.map((code, i) => [code, i]).filter(([code]) => code.startsWith(district.code)).map(([, i]) => row(i));
        return el("tbody", {}, el("tr", { class: "village-table__district" }, el("th", { colspan: "3", scope: "rowgroup" }, words([district.name_zh, district.name_en]))), ...rows);
      });
      const head = el("thead", {}, el("tr", {}, ...["districts.village", "districts.count_word", "districts.change_word"].map((key) => el("th", { scope: "col" }, words(message(key))))));
      node.replaceChildren(el("p", { class: "village-table__month", role: "status" }), el("p", { class: "soft" }, words(message("districts.star"))), el("table", { class: "figures village-table__table" }, head, ...parts));
    }
    function fill() {
      if (!details.open || month < 0) return;
      if (!cells.length) build();
      node.firstChild.replaceChildren(words(tao.date(of.months[month])));
      node.dataset.month = of.months[month];
      cells.forEach(({ line, residents, change }, i) => {
        const at = month * of.count + i;
        const count = of.residents[at], value = of.change[at];
        line.dataset.fact = `village_population_monthly:${of.codes[i]}:${of.months[month]}`;
        residents.replaceChildren(count < 0 ? words(message("districts.not_yet")) : tao.grouped(count));
        change.replaceChildren(Number.isNaN(value) ? words(message("districts.gap")) : `${value < 0 ? "−" : "+"}${tao.villages.percent(value)}%${of.areas.has(of.codes[i]) ? " *" : ""}`);
      });
    }
    of = await tao.villages.model();
    const follow = (event) => { month = event.detail; clearTimeout(timer); timer = setTimeout(fill, 150); };
    document.addEventListener("tao:month", follow);
    details.addEventListener("toggle", fill);
    return {
      update(state) { month = tao.villages.monthOf(state, of); clearTimeout(timer); timer = setTimeout(fill, 150); },
      destroy() { clearTimeout(timer); document.removeEventListener("tao:month", follow); },
    };
  }
  tao.component("village-table", villageTable);
})();
