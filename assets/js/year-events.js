/* The year's headline events: the few the story cannot be told without, and the way to all of them. */
"use strict";
(function () {
  const { tao } = window;
  const { el, set, words } = tao;
  const MOST = 4;      // as many as stand beside the map without scrolling
  const NONE = ["", ""];
  async function events(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    /** The room of one event; it stays and is told what stands in it. */
    function item() {
      const [date, title, said] = [words(NONE), words(NONE), words(NONE)];
      const icon = tao.icon("clock"), edge = el("span", { class: "event__edge" });
      const link = el("a", { class: "event__link" }, el("span", { class: "event__date" }, icon, date), el("span", { class: "event__title" }, title), el("span", { class: "event__said" }, said));
      const row = el("li", { class: "event" }, edge, link);
      function show(event, rank) {
        set(edge, "class", `event__edge event--${event.family}`);      // only what is coloured: all inside would inherit the colour, and be styled anew
        set(row, "data-fact", `milestones:${event.id}`);
        set(row, "data-rank", rank);
        set(link, "href", event.project_id ? `/map?year=${event.year}&project=${event.project_id}` : `/timeline?year=${event.year}&milestone=${event.id}`);
        set(icon, "class", `icon icon--${topics.get(event.topic).icon} event--${event.family}`);
        tao.reword(date, tao.date(event.date, true));
        tao.reword(title, [event.title_zh, event.title_en]);
        tao.reword(said, [event.summary_zh, event.summary_en]);
      }
      return { row, show };
    }
    const items = Array.from({ length: MOST }, item);
    const every = words(NONE);
    const all = el("a", {}, every, tao.icon("chevron-right"));
    const last = el("li", { class: "events__all" }, all);
    const list = el("ol", { class: "events" });
    node.replaceChildren(list);
    return {
      update(state, previous) {
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const ranked = tao.model.eventsOf(city, state).sort((a, b) => a.importance - b.importance || b.date.length - a.date.length || tao.order(a.date, b.date));
        const chosen = ranked.slice(0, MOST).map((event, rank) => ({ event, rank: rank + 1 })).sort((a, b) => tao.order(a.event.date, b.event.date));
        chosen.forEach(({ event, rank }, place) => items[place].show(event, rank));
        set(all, "href", `/timeline?year=${state.year}`);
        tao.reword(every, tao.message("map.all_events", { year: String(state.year) }));
        if (list.children.length !== chosen.length + 1) list.replaceChildren(...items.slice(0, chosen.length).map((one) => one.row), last);
      },
    };
  }
  tao.component("year-events", events, { follows: "year" });
})();
