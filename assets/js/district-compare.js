/* Two districts side by side, on one scale: peach is the page's own, water-lit the one of the address' ``with``. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;

  async function districtCompare(node) {
    const own = node.dataset.code;
    const base = await tao.view("basemap");
    let line = null, shown = null;

    /** Both outlines under one projection, so that the larger one is drawn larger. */
    function pictures(codes) {
      const features = codes.map((code) => base.layers.districts.find((one) => one.code === code));
      const boxes = features.map((one) => tao.shapes.bounds(one, base.step));
      const sizes = boxes.map(([[s, w], [n, e]]) => [(e - w) * Math.cos((24.9 * Math.PI) / 180), n - s]);
      const most = Math.max(...sizes.flat());
      return features.map((one, k) => {
        const [wide, high] = sizes[k].map((side) => (100 * side) / most);
        return svg("svg", { class: "versus__shape", viewBox: `${(wide - 100) / 2 - 2} ${(high - 100) / 2 - 2} 104 104`, "aria-hidden": "true", focusable: "false" }, svg("path", { d: tao.shapes.outline(one, base.step, wide, high, 0.5) }));
      });
    }
    async function show(other) {
      const view = await tao.view("districts");
      if (shown !== other) return;
      const codes = [own, other], pair = codes.map((code) => view.districts[code]);
      const close = el("button", { type: "button", class: "reader__close versus__close", ...tao.named(message("district.compare_close")) }, tao.icon("x"));
      close.addEventListener("click", () => tao.address.set({ with: null }));
      const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}%`;
      const share = (one, part) => `${((100 * one[part]) / one.counted).toFixed(1)}%`;
      const month = tao.date(view.bands_month);
      const rows = [
        ["district.versus_residents", (one) => tao.grouped(one.last), "district_population_monthly", "2021-12"],
        ["district.versus_growth", (one) => signed(one.change_pct), "district_population_monthly", "2014-12/2021-12"],
        ["district.versus_density", (one) => tao.grouped(one.last / one.area_km2, 0), "district_population_monthly", "2021-12"],
        ["district.versus_young", (one) => share(one, "young"), "district_population_monthly", view.bands_month],
        ["district.versus_old", (one) => share(one, "old"), "district_population_monthly", view.bands_month],
        ["district.versus_births", (one) => tao.grouped(one.births), "district_vital_monthly", "2021"],
        ["district.versus_deaths", (one) => tao.grouped(one.deaths), "district_vital_monthly", "2021"],
        ["district.versus_projects", (one) => String(one.projects), "projects", ""],
      ];
      const shapes = pictures(codes);
      const heads = pair.map((one, k) => el("th", { scope: "col", class: `versus__head versus__head--${k ? "other" : "chosen"}` }, shapes[k], el("a", { href: `/districts/${codes[k]}` }, words([one.name_zh, one.name_en.replace(" District", "")]))));
      const body = rows.map(([key, value, table, when]) => el("tr", {}, el("th", { scope: "row" }, words(message(key, { month }))),
        ...pair.map((one, k) => el("td", { class: `num versus__value versus__value--${k ? "other" : "chosen"}`, "data-fact": `${table}:${codes[k]}:${when}` }, value(one)))));
      const drawn = el("div", { class: "person-line versus__line", role: "img", ...tao.named(message("district.versus_line")) });
      node.replaceChildren(close, el("table", { class: "versus__table" }, el("thead", {}, el("tr", {}, el("td"), ...heads)), el("tbody", {}, ...body)),
        el("div", { class: "versus__lines" }, el("h2", { class: "person__title", tabindex: "-1" }, words(message("district.versus_line"))), drawn));
      node.hidden = false;
      line?.destroy();
      line = tao.personLine(drawn, pair.map((one, k) => ({ name: [one.name_zh, one.name_en.replace(" District", "")], role: k ? "other" : "chosen",
        points: view.months.map((iso, m) => [iso, one.residents[m] === null ? null : (100 * one.residents[m]) / one.residents[0]]) })), { digits: 1, first: false });
      tao.language.apply(node);
    }
    return {
      update(state) {
        const known = base.layers.districts.some((one) => one.code === state.with) && state.with !== own;
        const wanted = known ? state.with : null;
        if (wanted === shown) return;
        shown = wanted;
        node.closest(".district").toggleAttribute("data-versus", Boolean(wanted));
        if (wanted) return void show(wanted);
        line?.destroy();
        line = null;
        node.hidden = true;
        node.replaceChildren();
      },
      destroy() { line?.destroy(); },
    };
  }
  tao.component("district-compare", districtCompare);
})();
