/* The event read now: when, where, its title, one sentence, and the ways on. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words } = tao;
  async function reader(node) {
    const city = await tao.view("city");
    tao.milestones.settleYear(city);
    let last;
    function said(event) {
      const topic = tao.model.index(city).topics.get(event.topic);
      const place = tao.milestones.place(city, event), precision = tao.milestones.precision(event);
      return [
        el("p", { class: "milestone__when" }, words(tao.date(event.date)), place ? el("span", { class: "milestone__place" }, words(place)) : null,
          precision ? el("span", { class: "milestone__precision" }, words(precision)) : null),
        el("h2", { class: "milestone__title" }, words(tao.model.pair(event, "title"))),
        event.summary_zh ? el("p", { class: "milestone__said" }, words(tao.model.pair(event, "summary"))) : null,
        tao.milestones.ways(city, event),
      ].filter(Boolean).map((part) => { if (topic) part.dataset.topic = topic.id; return part; });
    }
    return {
      update(state) {
        const event = tao.milestones.shown(city, state);
        if (event && event === last) return;
        last = event;
        if (event) node.dataset.fact = `milestones:${event.id}`; else delete node.dataset.fact;
        node.replaceChildren(...(event ? said(event) : [el("p", { class: "milestone__said" }, words(tao.message("timeline.none", { year: String(state.year) })))]));
      },
    };
  }
  tao.component("milestone-reader", reader, { follows: "year" });
})();
