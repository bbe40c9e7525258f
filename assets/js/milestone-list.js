/* One river of all events: the whole page on a phone, the list that says what the streams say elsewhere. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const LOOKS = 5;      // at most so often is looked whether a year stands where it was brought
  async function list(node) {
    const city = await tao.view("city");
    const { milestones } = tao.model.index(city);
    const phone = tao.media("(max-width: 700px)");
    const toggle = el("button", { type: "button", class: "button list__toggle", "aria-expanded": "false" }, tao.icon("list"), words(message("timeline.list")));
    toggle.addEventListener("click", () => tao.address.set({ list: tao.address.state().list ? null : "1" }));
    const close = el("button", { type: "button", class: "reader__close river__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
    close.addEventListener("click", () => { tao.address.set({ list: null }); toggle.focus(); });
    const body = node.querySelector(".river");       // stands in the first answer
    const sections = [...body.querySelectorAll(".river__year")].map((part) => ({
      node: part, year: part.dataset.of ? Number(part.dataset.of) : null, count: part.querySelector(".river__count"),
      items: [...part.querySelectorAll(".river__event")].map(item).filter(({ event }) => event),
    }));
    let open = null, isShown = false;

    function item(li) {
      const event = milestones.get(li.dataset.fact.split(":")[1]), button = li.querySelector(".river__open");
      button.setAttribute("aria-expanded", "false");
      button.addEventListener("click", (click) => {
        if (click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
        click.preventDefault();
        if (tao.milestones.chosenIn(city, tao.address.state()) === event) tao.address.set({ milestone: null }); else tao.milestones.choose(event);
      });
      return { event, li, button, more: null };
    }
    /** What an event says when it is opened: how precise its date is, and the ways from it. */
    function more(one) {
      const precision = tao.milestones.precision(one.event);
      const made = el("div", { class: "river__more" }, precision ? el("p", { class: "soft" }, words(precision)) : null, tao.milestones.ways(city, one.event));
      one.li.append(made);
      return made;
    }
    body.prepend(close);
    body.hidden = !phone.matches;
    body.removeAttribute("data-first");
    node.prepend(toggle);

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
        if (on) part.more = part.more || more(part);
        if (part.more) part.more.hidden = !on;
        part.li.toggleAttribute("data-chosen", on);
      }
      open = next;
    }
    /** Bring ``part`` to the top. What comes into sight is laid out then, and may move it: so look again. */
    async function goTo(part) {
      for (let look = 0; part && look < LOOKS; look += 1) {
        const before = part.getBoundingClientRect().top;
        part.scrollIntoView({ block: "start", behavior: "instant" });
        if (look && Math.abs(part.getBoundingClientRect().top - before) < 1) break;
        await tao.painted();
      }
    }
    const ofYear = (state) => sections.find((one) => one.year === state.year)?.node;

    function update(state, previous) {
      const on = phone.matches || Boolean(state.list);
      const came = on && !isShown;
      if (isShown !== on) {
        isShown = on;
        body.hidden = !on;
        toggle.setAttribute("aria-expanded", String(Boolean(state.list)));
      }
      if (!on) return;
      if (came || previous?.topic !== state.topic) filter(state);
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
