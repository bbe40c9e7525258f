/* The living map of the front door: real pond outlines, one lit for each project begun, in a fixed order. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const { tenth } = tao.basemap;
  const BOUNDS = { whole: [[24.585, 120.975], [25.135, 121.49]], north: [[24.80, 120.975], [25.135, 121.49]] };

  /** A stable order that looks scattered: ponds sorted by a hash of their place. */
  const scatter = (text) => [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619) >>> 0, 2166136261);
  /** 4 pi area / length²: 1 is a circle. */
  function roundness(ring) {
    let area = 0, length = 0;
    ring.forEach(([x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; area += x * v - u * y; length += Math.hypot(u - x, v - y); });
    return (2 * Math.PI * Math.abs(area)) / (length * length || 1);
  }

  async function litPonds(node) {
    const [city, base] = await Promise.all([tao.view("city"), tao.view("basemap")]);
    const { step, layers } = base;
    const picture = svg("svg", { class: "city", "aria-hidden": "true", focusable: "false", preserveAspectRatio: "xMidYMid slice" });
    let ponds = [], drawn = "";
    function draw() {
      const { width, height } = node.getBoundingClientRect();
      if (!width || !height || drawn === `${width} ${height}`) return;
      drawn = `${width} ${height}`;
      const part = getComputedStyle(node).getPropertyValue("--map-part").trim() || "whole";
      const project = tao.basemap.projection(BOUNDS[part], width, height);
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const lines = (name, kinds) => [...new Set(layers[name].map((feature) => feature.kind))].filter((kind) => !kinds || kinds.includes(kind))
        .map((kind) => svg("path", { class: `city__${name} city__${name}--${kind}`, d: layers[name].filter((feature) => feature.kind === kind).map((feature) => tao.basemap.path(feature, step, project)).join("") }));
      /* Real water outlines only: the ponds first, then the city's other surfaces, the roundest first. */
      const outlines = (kinds) => layers.water.filter((feature) => kinds.includes(feature.kind) && feature.area !== "around").flatMap((feature) => feature.g).map((rings) => {
        const ring = tao.basemap.points(rings[0], step).map(project);
        const x = ring.reduce((sum, spot) => sum + spot[0], 0) / ring.length, y = ring.reduce((sum, spot) => sum + spot[1], 0) / ring.length;
        return { ring, x, y, order: scatter(rings[0].slice(0, 2).join()), round: roundness(ring) };
      });
      const lit = city.counts[tao.address.LAST].lit;
      const rounder = (a, b) => b.round - a.round;
      const chosen = [...outlines(["pond"]).sort(rounder), ...outlines(["river", "reservoir"]).sort(rounder)].slice(0, lit).sort((a, b) => a.order - b.order);
      ponds = chosen.map(({ ring, x, y }) => svg("path", { class: "city__pond", d: `M${ring.map(([px, py]) => `${tenth(x + (px - x) * 1.7)} ${tenth(y + (py - y) * 1.7)}`).join("L")}Z`, style: { "transform-origin": `${tenth(x)}px ${tenth(y)}px` } }));
      picture.replaceChildren(...lines("neighbours"), ...lines("districts"), ...lines("canals"), ...lines("water", ["river", "reservoir"]),
        ...lines("rail", ["tra", "thsr"]), ...lines("rail", ["mrt"]), ...ponds);
      show(tao.address.state());
    }
    function show(state) {
      const { lit } = city.counts[state.year];
      ponds.forEach((pond, number) => pond.classList.toggle("is-lit", number < lit));
      picture.querySelectorAll(".city__rail--mrt").forEach((line) => line.classList.toggle("is-later", state.year < 2017));
    }
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return { update: (state, previous) => { if (previous) show(state); }, destroy: () => watcher.disconnect() };
  }
  async function litCount(node) {
    const city = await tao.view("city");
    return { update: (state) => node.replaceChildren(tao.words(tao.message("home.lit", { year: String(state.year), count: tao.number(city.counts[state.year].lit) }))) };
  }
  tao.component("lit-count", litCount, { follows: "year" });
  tao.component("lit-ponds", litPonds, { follows: "year" });
})();
