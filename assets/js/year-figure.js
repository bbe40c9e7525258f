/* The year, large, with what it brought: how many projects began, how many events. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  async function figure(node) {
    const city = await tao.view("city");
    const year = el("p", { class: "year-figure__year", "aria-hidden": "true" });
    const said = el("p", { class: "year-figure__said" });
    const heard = el("p", { class: "unseen year-figure__heard", "aria-live": "polite", "aria-atomic": "true" });
    node.replaceChildren(year, said, heard);
    /** What the map shows now, in one sentence: for who cannot see ponds open. The year a page begins with is no change. */
    function tell(state, begun, events) {
      const shown = tao.model.shownProjects(city, state).filter((project) => project.first !== undefined).length;
      const [main] = [...events].sort((a, b) => a.importance - b.importance || a.date.localeCompare(b.date));
      const pair = tao.message(main ? "year.heard_event" : "year.heard", {
        year: String(state.year), begun: tao.number(begun), shown: tao.number(shown), event: main ? tao.model.pair(main, "title") : "",
      });
      heard.replaceChildren(tao.words(pair));
    }
    return {
      update(state, previous) {
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const begun = city.projects.filter((project) => project.dated && project.first === state.year && tao.model.isChosen(project, state)).length;
        const happened = tao.model.eventsOf(city, state), events = happened.length;
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
        if (previous) tell(state, begun, happened);
      },
    };
  }
  tao.component("year-figure", figure, { follows: "year" });
})();
