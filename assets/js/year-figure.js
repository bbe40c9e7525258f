/* The year, large, with what it brought: how many projects began, how many events. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  async function figure(node) {
    const city = await tao.view("city");
    const year = el("p", { class: "year-figure__year", "aria-hidden": "true" });
    const said = el("p", { class: "year-figure__said", "aria-live": "polite" });
    node.replaceChildren(year, said);
    return {
      update(state, previous) {
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const begun = city.projects.filter((project) => project.dated && project.first === state.year && tao.model.isChosen(project, state)).length;
        const events = tao.model.eventsOf(city, state).length;
        year.textContent = state.year;
        const part = (key, count) => {
          const line = tao.message(count === 1 ? `${key}_one` : key, { count: "\u0000" });
          const number = el("b", { class: "num" }, count.toLocaleString("en-GB"));
          return el("span", { class: "words year-figure__line" }, ...["zh-TW", "en"].map((lang, tongue) => {
            const [before, after] = line[tongue].split("\u0000");
            return el("span", { lang }, before, number.cloneNode(true), after);
          }));
        };
        said.replaceChildren(part("year.begun", begun), part("year.events", events));
      },
    };
  }
  tao.component("year-figure", figure, { follows: "year" });
})();
