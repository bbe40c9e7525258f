/* The year's headline events: the few the story cannot be told without, and the way to all of them. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const MOST = 4;      // as many as stand beside the map without scrolling
  async function events(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    function item(event, rank) {
      const topic = topics.get(event.topic);
      const head = event.project_id ? `/map?year=${event.year}&project=${event.project_id}` : `/timeline?year=${event.year}&milestone=${event.id}`;
      return el("li", { class: `event event--${event.family}`, "data-fact": `milestones:${event.id}`, "data-rank": rank },
        el("a", { class: "event__link", href: head },
          el("span", { class: "event__date" }, tao.icon(topic.icon), tao.words(tao.date(event.date, true))),
          el("span", { class: "event__title" }, tao.words([event.title_zh, event.title_en])),
          el("span", { class: "event__said" }, tao.words([event.summary_zh, event.summary_en]))));
    }
    const list = el("ol", { class: "events" });
    node.replaceChildren(list);
    return {
      update(state, previous) {
        if (previous && previous.year === state.year && previous.topic === state.topic) return;
        const ranked = tao.model.eventsOf(city, state).sort((a, b) => a.importance - b.importance || b.date.length - a.date.length || a.date.localeCompare(b.date));
        const chosen = ranked.slice(0, MOST).map((event, rank) => ({ event, rank: rank + 1 })).sort((a, b) => a.event.date.localeCompare(b.event.date));
        list.replaceChildren(...chosen.map(({ event, rank }) => item(event, rank)), el("li", { class: "events__all" },
          el("a", { href: `/timeline?year=${state.year}` }, tao.words(tao.message("map.all_events", { year: String(state.year) })), tao.icon("chevron-right"))));
      },
    };
  }
  tao.component("year-events", events, { follows: "year" });
})();
