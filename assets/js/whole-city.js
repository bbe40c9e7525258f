/* Projects of the whole city: together beside the map, inside their own ring, never scattered to invented places. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const REACH = 45;      // % of the ring's width, so that the outermost pond stays inside
  async function wholeCity(node) {
    const city = await tao.view("city");
    const projects = city.projects.filter((project) => tao.model.isCitywide(city, project) && project.lat === undefined).sort(tao.pond.byAge);
    const ponds = projects.map((project) => tao.pond(project, city));
    const reach = Math.sqrt(projects.length + 0.5);
    ponds.forEach((part, number) => {
      const [x, y] = tao.pond.sunflower(number + 0.5);
      part.node.style.left = `${(50 + (x / reach) * REACH).toFixed(2)}%`;
      part.node.style.top = `${(50 + (y / reach) * REACH).toFixed(2)}%`;
    });
    const said = el("p", { class: "whole-city__said" });
    node.replaceChildren(el("div", { class: "whole-city__ring" }, ...ponds.map((part) => part.node)), said);
    return {
      update(state, previous) {
        for (const part of ponds) tao.pond.update(part, state);
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const count = projects.filter((project) => tao.model.stateOf(project, state.year) !== "hidden" && tao.model.isChosen(project, state)).length;
        said.replaceChildren(tao.words(tao.message("map.whole_city", { count: tao.number(count) })));
      },
    };
  }
  tao.component("whole-city", wholeCity, { follows: "year" });
})();
