/* Projects of the whole city: together beside the map, inside their own ring, never scattered to invented places. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const REACH = 45;      // % of the ring's width, so that the outermost pond stays inside
  async function wholeCity(node) {
    const city = await tao.view("city");
    const projects = city.projects.filter((project) => tao.model.isCitywide(city, project) && project.lat === undefined).sort(tao.pond.byAge);
    const parts = projects.map((project) => tao.pond(project, city));
    const reach = Math.sqrt(projects.length + 0.5);
    parts.forEach((part, number) => {
      const [x, y] = tao.pond.sunflower(number + 0.5);
      part.node.style.left = `${(50 + (x / reach) * REACH).toFixed(2)}%`;
      part.node.style.top = `${(50 + (y / reach) * REACH).toFixed(2)}%`;
    });
    const said = el("p", { class: "whole-city__said" }, tao.words(["", ""]));
    const ring = el("div", { class: "whole-city__ring" });
    const ponds = tao.ponds(ring, parts);
    node.replaceChildren(ring, said);
    /** Where the style sheet has put each: a ring, or lines on a small or upright screen. */
    const watcher = new ResizeObserver(async () => {
      await tao.breathe();
      if (!ring.isConnected) return;
      for (const part of parts) {
        part.left = part.node.offsetLeft + part.node.offsetWidth / 2;
        part.top = part.node.offsetTop + part.node.offsetHeight / 2;
      }
      ponds.place();
    });
    watcher.observe(ring);
    return {
      update(state, previous) {
        ponds.update(state, previous);
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const count = projects.filter((project) => tao.model.stateOf(project, state.year) !== "hidden" && tao.model.isChosen(project, state)).length;
        tao.reword(said.firstChild, tao.message("map.whole_city", { count: tao.number(count) }));
      },
      destroy() { watcher.disconnect(); },
    };
  }
  tao.component("whole-city", wholeCity, { follows: "year" });
})();
