/* The year, large, with what it brought: how many projects began, how many events. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  /** A line that says a number in both tongues, by the message ``key`` or, for one, ``key_one``. */
  function line(key) {
    const tongues = ["zh-TW", "en"].map((lang) => el("span", { lang }, new Text(), el("b", { class: "num" }, new Text()), new Text()));
    function show(count) {
      const said = tao.message(count === 1 ? `${key}_one` : key, { count: "\u0000" });
      tongues.forEach((tongue, n) => {
        const [before, number, after] = tongue.childNodes;
        const around = said[n].split("\u0000");
        tao.text(before, around[0]);
        tao.text(number, tao.grouped(count));
        tao.text(after, around[1]);
      });
    }
    return { node: el("span", { class: "words year-figure__line" }, ...tongues), show };
  }
  async function figure(node) {
    const city = await tao.view("city");
    const year = el("p", { class: "year-figure__year", "aria-hidden": "true" }, "");
    const [begun, events] = [line("year.begun"), line("year.events")];
    const said = el("p", { class: "year-figure__said" }, begun.node, events.node);
    const heard = el("p", { class: "unseen year-figure__heard", "aria-live": "polite", "aria-atomic": "true" }, tao.words(["", ""]));
    node.replaceChildren(year, said, heard);
    /** What the map shows now, in one sentence: for who cannot see ponds open. The year a page begins with is no change. */
    function tell(state, count, happened) {
      const shown = tao.model.shownProjects(city, state).filter((project) => project.first !== undefined).length;
      const [main] = [...happened].sort((a, b) => a.importance - b.importance || tao.order(a.date, b.date));
      const pair = tao.message(main ? "year.heard_event" : "year.heard", {
        year: String(state.year), begun: tao.number(count), shown: tao.number(shown), event: main ? tao.model.pair(main, "title") : "",
      });
      tao.reword(heard.firstChild, pair);
    }
    return {
      update(state, previous) {
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const count = city.projects.filter((project) => project.dated && project.first === state.year && tao.model.isChosen(project, state)).length;
        const happened = tao.model.eventsOf(city, state);
        tao.text(year, state.year);
        begun.show(count);
        events.show(happened.length);
        if (previous) tell(state, count, happened);
      },
    };
  }
  tao.component("year-figure", figure, { follows: "year" });
})();
