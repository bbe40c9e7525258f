/* The year's headline events: the few the story cannot be told without, and the way to all of them. Each year's stand laid out, one
   list is seen: another year costs no line of text measured anew. */
"use strict";
(function () {
  const { tao } = window;
  const { el, set } = tao;
  const MOST = 4;      // as many as stand beside the map without scrolling
  const { YEARS } = tao.address;

  async function events(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    const lists = new Map();      // year -> its list, of the topics chosen
    const later = tao.atLeisure(() => {
      const missing = YEARS.find((year) => !lists.has(year));
      if (missing === undefined || !node.isConnected) return false;
      list(missing).firstChild.getBoundingClientRect();      // measured now, not when it is to be seen
      return true;
    }, tao.letters.there);      // words that are laid out ask for their letters

    function item(event, rank) {
      const icon = tao.icon(topics.get(event.topic).icon);
      icon.classList.add(`event--${event.family}`);
      return el("li", { class: "event", "data-fact": `milestones:${event.id}`, "data-rank": rank },
        el("span", { class: `event__edge event--${event.family}` }),
        el("a", { class: "event__link", href: event.project_id ? `/map?year=${event.year}&project=${event.project_id}` : `/timeline?year=${event.year}&milestone=${event.id}` },
          el("span", { class: "event__date" }, icon, tao.words(tao.date(event.date, true))),
          el("span", { class: "event__title" }, tao.words([event.title_zh, event.title_en])),
          el("span", { class: "event__said" }, tao.words([event.summary_zh, event.summary_en]))));
    }
    /** The list of ``year``, made when first asked for. */
    function list(year) {
      if (!lists.has(year)) {
        const ranked = tao.model.eventsOf(city, { ...tao.address.state(), year }).sort((a, b) => a.importance - b.importance || b.date.length - a.date.length || tao.order(a.date, b.date));
        const chosen = ranked.slice(0, MOST).map((event, rank) => ({ event, rank: rank + 1 })).sort((a, b) => tao.order(a.event.date, b.event.date));
        const all = el("a", { href: `/timeline?year=${year}` }, tao.words(tao.message("map.all_events", { year: String(year) })), tao.icon("chevron-right"));
        const made = el("ol", { class: "events", "data-of": year }, ...chosen.map(({ event, rank }) => item(event, rank)), el("li", { class: "events__all" }, all));
        lists.set(year, made);
        node.append(made);
      }
      return lists.get(year);
    }
    return {
      update(state, previous) {
        if (previous && previous.topic !== state.topic) {
          node.replaceChildren();
          lists.clear();
        }
        list(state.year);
        for (const [year, made] of lists) set(made, "data-seen", year === state.year);
        later();
      },
    };
  }
  tao.component("year-events", events, { follows: "year" });
})();
