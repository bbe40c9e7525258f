/* One river of all events: the whole page on a phone, the list that says what the streams say elsewhere. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  async function list(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    const phone = matchMedia("(max-width: 700px)");
    const toggle = el("button", { type: "button", class: "button list__toggle", "aria-expanded": "false" }, tao.icon("list"), words(message("timeline.list")));
    toggle.addEventListener("click", () => tao.address.set({ list: tao.address.state().list ? null : "1" }));
    const body = el("div", { class: "list__body river", hidden: true });
    node.replaceChildren(toggle, body);
    let sections = null, open = null;

    function item(event) {
      const place = tao.milestones.place(city, event), precision = tao.milestones.precision(event);
      const more = el("div", { class: "river__more", hidden: true }, precision ? el("p", { class: "soft" }, words(precision)) : null, tao.milestones.ways(city, event));
      const button = el("button", { type: "button", class: "river__open", "aria-expanded": "false" }, words(tao.model.pair(event, "title")));
      button.addEventListener("click", () => (tao.milestones.chosenIn(city, tao.address.state()) === event ? tao.address.set({ milestone: null }) : tao.milestones.choose(event)));
      const li = el("li", { class: `river__event event--${event.family}`, "data-fact": `milestones:${event.id}`, "data-weight": event.importance, "data-precision": precision ? "coarse" : false },
        el("span", { class: "river__pond" }, tao.icon(topics.get(event.topic).icon)),
        el("p", { class: "river__when" }, words(tao.date(event.date, event.year >= tao.address.FIRST)), place ? el("span", { class: "river__place" }, words(place)) : null),
        el("h3", { class: "river__title" }, button),
        event.summary_zh ? el("p", { class: "river__said" }, words(tao.model.pair(event, "summary"))) : null, more);
      return { event, li, button, more };
    }
    function section(pair, year, events) {
      const items = events.map(item), count = el("span", { class: "river__count" });
      return { year, items, count, node: el("section", { class: "river__year", "data-of": year },
        el("h2", { class: "river__head" }, el("span", { class: "num" }, words(pair)), count), el("ol", { class: "river__events" }, ...items.map((one) => one.li))) };
    }
    function build() {
      const close = el("button", { type: "button", class: "reader__close river__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
      close.addEventListener("click", () => { tao.address.set({ list: null }); toggle.focus(); });
      const { FIRST } = tao.address;
      sections = [
        section(message("timeline.before_2014"), null, city.milestones.filter((event) => event.year < FIRST)),
        ...city.years.map((year) => section([String(year), String(year)], year, city.milestones.filter((event) => event.year === year))),
      ];
      body.replaceChildren(close, el("p", { class: "reader__title river__name num", tabindex: "-1" }, words(message("timeline.list_title"))), ...sections.map((one) => one.node));
      filter(tao.address.state());
      tao.language.apply(body);
    }
    /** Only what is of the topic; a year without any is left out. */
    function filter(state) {
      for (const one of sections) {
        let count = 0;
        for (const { event, li } of one.items) { li.hidden = !tao.model.isChosen(event, state); if (!li.hidden) count += 1; }
        one.node.hidden = !count;
        one.count.replaceChildren(words(message(count === 1 ? "year.events_one" : "year.events", { count: tao.number(count) })));
      }
    }
    function mark(state) {
      for (const one of sections) one.node.toggleAttribute("data-now", one.year === state.year);
      const chosen = tao.milestones.chosenIn(city, state);
      const next = chosen ? sections.flatMap((one) => one.items).find((one) => one.event === chosen) : null;
      if (next === open) return;
      for (const [part, on] of [[open, false], [next, true]]) {
        if (!part) continue;
        part.button.setAttribute("aria-expanded", String(on));
        part.more.hidden = !on;
        part.li.toggleAttribute("data-chosen", on);
      }
      open = next;
    }
    const goTo = (part) => part?.scrollIntoView({ block: "start", behavior: "instant" });
    const ofYear = (state) => sections.find((one) => one.year === state.year)?.node;

    function update(state, previous) {
      const on = phone.matches || Boolean(state.list);
      const came = on && body.hidden;
      if (body.hidden === on) {
        body.hidden = !on;
        toggle.setAttribute("aria-expanded", String(Boolean(state.list)));
      }
      if (!on) return;
      if (!sections) build(); else if (came || previous?.topic !== state.topic) filter(state);
      const before = open;
      mark(state);
      if (came && !phone.matches && previous) body.querySelector(".river__name").focus({ preventScroll: true });
      const asked = came ? state.chosen || state.milestone : previous && previous.year !== state.year;
      if (open && open !== before && came) goTo(open.li);
      else if (asked && open === before) goTo(ofYear(state));
    }
    node.addEventListener("keydown", (event) => { if (event.key === "Escape" && tao.address.state().list) { tao.address.set({ list: null }); toggle.focus(); } });
    const turned = () => update(tao.address.state(), null);
    phone.addEventListener("change", turned);
    return { update, destroy: () => phone.removeEventListener("change", turned) };
  }
  tao.component("milestone-list", list, { follows: "year" });
})();
