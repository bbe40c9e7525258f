/* The living map of the front door: real pond outlines, one lit for each project begun, in a fixed order. Drawn beforehand (data/views/picture.py). */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;

  async function litPonds(node) {
    const [city, { boxes, lines, ponds }] = await Promise.all([tao.view("city"), tao.view("picture")]);
    const drawn = ponds.map(([d, x, y]) => svg("path", { class: "city__pond", d, style: { "transform-origin": `${x}px ${y}px` } }));
    const picture = svg("svg", { class: "city", "aria-hidden": "true", focusable: "false" }, ...lines.map(([name, d]) => svg("path", { class: name, d })), ...drawn);
    /** How much of the city is shown hangs on the shape of the screen: its style sheet says which part. */
    const fit = () => tao.set(picture, "viewBox", boxes[getComputedStyle(node).getPropertyValue("--map-part").trim() || "whole"]);
    function show(state) {
      const { lit } = city.counts[state.year];
      drawn.forEach((pond, number) => pond.classList.toggle("is-lit", number < lit));
      picture.querySelectorAll(".city__rail--mrt").forEach((line) => line.classList.toggle("is-later", state.year < 2017));
    }
    fit();
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(fit);
    watcher.observe(node);
    return { update: show, destroy: () => watcher.disconnect() };
  }
  async function litCount(node) {
    const city = await tao.view("city");
    return { update: (state) => node.replaceChildren(tao.words(tao.message("home.lit", { year: String(state.year), count: tao.number(city.counts[state.year].lit) }))) };
  }
  tao.component("lit-count", litCount, { follows: "year" });
  tao.component("lit-ponds", litPonds, { follows: "year" });
})();
