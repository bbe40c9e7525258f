/* The districts of a year in five shades that mean the same in every year; what is not known is hatched. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;

  async function map(node) {
    const [{ step, layers }, { indicators, districts }] = await Promise.all([tao.view("basemap"), tao.view("indicators")]);
    const { atDistricts, brief, short } = tao.indicator;
    const one = indicators[node.dataset.indicator];
    tao.indicator.settle(one);
    const names = new Map(districts.map((row) => [row.code, [row.name_zh, row.name_en]]));
    const heading = el("h2", { class: "indicator__heading" });
    const picture = svg("svg", { class: "shades", "aria-hidden": "true", focusable: "false" });
    const room = el("div", { class: "shades__room" }, picture);
    const shade = (value) => one.steps.filter((edge) => value > edge).length;
    const key = el("ol", { class: "shades__key", ...tao.named(message("indicator.map_key")) },
      ...[...one.steps, null].map((edge, n) => el("li", { class: "shades__step" }, el("span", { class: `shades__swatch shades__swatch--${n}` }),
        words(message(edge === null ? "indicator.over" : "indicator.up_to", { value: brief(round(edge ?? one.steps.at(-1))) })))),
      el("li", { class: "shades__step" }, el("span", { class: "shades__swatch shades__swatch--none" }), words(message("indicator.no_data"))));
    node.replaceChildren(heading, room, key);
    const spots = layers.districts.flatMap((one_) => one_.g.flat().flatMap((steps) => tao.basemap.points(steps, step)));
    const bounds = spots.reduce(([[s, w], [n, e]], [lat, lon]) => [[Math.min(s, lat), Math.min(w, lon)], [Math.max(n, lat), Math.max(e, lon)]], [[Infinity, Infinity], [-Infinity, -Infinity]]);
    let shapes = new Map(), labels = new Map();
    const crowded = new Set();

    function draw() {
      const { width, height } = room.getBoundingClientRect();
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(key).fontSize), project = tao.basemap.projection(bounds, width - 8, height - 8);
      const shifted = (spot) => project(spot).map((part) => part + 4);
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const hatch = svg("pattern", { id: "no-data", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("path", { class: "shades__hatch", d: "M0 0V7" }));
      shapes = new Map(layers.districts.map((part) => {
        const path = svg("path", { class: "shades__district", d: tao.basemap.path(part, step, shifted) });
        path.addEventListener("click", () => tao.address.set({ district: tao.address.state().district === part.code ? null : part.code }));
        return [part.code, path];
      }));
      const taken = [];
      labels = new Map(layers.districts.map((part) => {
        const label = layers.labels.find((other) => other.name_zh === part.name_zh);
        const [x, y] = shifted(label ? tao.basemap.latlngs(label, step) : [bounds[0][0], bounds[0][1]]);
        const pair = short(names.get(part.code)), wide = Math.max(pair[0].length * em, pair[1].length * em * 0.5) / 2;
        const box = [x - wide, y - em * 0.8, x + wide, y + em * 0.4];
        const free = !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
        if (free) taken.push(box);
        crowded[free ? "delete" : "add"](part.code);
        const text = (tongue) => svg("text", { class: "shades__name", lang: tongue ? "en" : "zh-TW", x: x.toFixed(1), y: (y + em * 0.3).toFixed(1), "text-anchor": "middle" }, pair[tongue]);
        return [part.code, svg("g", {}, text(0), text(1))];
      }));
      picture.replaceChildren(svg("defs", {}, hatch), ...shapes.values(), ...labels.values());
      paint(tao.address.state());
    }
    function paint(state) {
      const place = atDistricts(one, state.year);
      for (const [code, path] of shapes) {
        const value = place < 0 ? null : one.values[code]?.[place] ?? null;
        const kind = value === null ? "none" : shade(value), chosen = state.district === code ? " is-chosen" : "", label = labels.get(code);
        path.setAttribute("class", `shades__district shades__district--${kind}${chosen}`);
        label.setAttribute("class", `words shades__label shades__label--${kind}${chosen}${crowded.has(code) ? " is-crowded" : ""}`);
        path.dataset.fact = value === null ? "" : `indicators:${node.dataset.indicator}:${code}:${one.dates[place]}`;
        if (!path.dataset.fact) delete path.dataset.fact;
      }
      const chosen = shapes.get(state.district);
      if (chosen) { picture.insertBefore(chosen, labels.values().next().value); }
      heading.replaceChildren(words(message(place < 0 ? "indicator.ranking_none" : "indicator.map_heading", { year: String(state.year) })));
    }
    const watcher = new ResizeObserver(draw);
    watcher.observe(room);
    return { update: paint, destroy: () => watcher.disconnect() };
  }
  /** An edge of five groups, as people say it. */
  const round = (value) => Number(value.toPrecision(value >= 1000 ? 3 : 2));
  tao.component("indicator-map", map, { follows: "year" });
})();
