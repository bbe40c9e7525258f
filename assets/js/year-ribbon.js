/* The year ribbon: one slider of nine ponds that moves everything on the page; play steps through the years. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, named, message } = tao;
  const SPEEDS = [{ key: "slow", ms: 5000 }, { key: "steady", ms: 3200 }, { key: "fast", ms: 1600 }];   // DESIGN §6: 3.2 s a year, slow 5 s
  const STEPS = { ArrowLeft: -1, ArrowDown: -1, PageDown: -3, ArrowRight: 1, ArrowUp: 1, PageUp: 3 };

  async function ribbon(node) {
    const city = await tao.view("city");
    const { FIRST, LAST } = tao.address;
    const most = Math.max(...city.years.map((year) => city.counts[year].events));
    const ponds = new Map(city.years.map((year) => {
      const size = 0.3 + 0.7 * Math.sqrt(city.counts[year].events / most);        // area says how many events
      return [year, el("span", { class: "ribbon__year", "data-of": year, style: { "--size": size.toFixed(3) } },
        el("span", { class: "ribbon__pond" }), el("span", { class: "ribbon__number" }, String(year)))];
    }));
    const water = el("span", { class: "ribbon__water" });
    const track = el("div", { class: "ribbon__track", role: "slider", tabindex: "0", "aria-valuemin": FIRST, "aria-valuemax": LAST,
      "aria-orientation": "horizontal", ...named(message("year.control")) }, water, ...ponds.values());
    const play = el("button", { type: "button", class: "ribbon__play", "aria-pressed": "false", ...named(message("year.play")) }, tao.icon("play"));
    const pace = el("button", { type: "button", class: "ribbon__pace" });
    let speed = 1, timer = null;

    const choose = (year) => tao.address.setYear(Math.min(LAST, Math.max(FIRST, year)));
    function showPace() {
      const label = message("year.pace", { pace: message(`year.${SPEEDS[speed].key}`) });
      const sign = ["½×", "1×", "2×"][speed];         // what is seen stands in what is heard (WCAG 2.5.3)
      pace.replaceChildren(el("span", { "aria-hidden": "true" }, sign));
      Object.entries(named(label.map((text) => `${text} (${sign})`))).forEach(([name, value]) => pace.setAttribute(name, value));
    }
    function showPlay() {
      const on = timer !== null;
      play.setAttribute("aria-pressed", String(on));
      play.replaceChildren(tao.icon(on ? "pause" : "play"));
      Object.entries(named(message(on ? "year.pause" : "year.play"))).forEach(([name, value]) => play.setAttribute(name, value));
      node.toggleAttribute("data-playing", on);
    }
    function stop() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      showPlay();
    }
    function tick() {
      const { year } = tao.address.state();
      if (year >= LAST) { stop(); return; }
      choose(year + 1);
      timer = setTimeout(tick, SPEEDS[speed].ms);
    }
    function start() {
      if (tao.address.state().year >= LAST) choose(FIRST);
      timer = setTimeout(tick, SPEEDS[speed].ms);
      showPlay();
    }
    play.addEventListener("click", () => (timer === null ? start() : stop()));
    pace.addEventListener("click", () => {
      speed = (speed + 1) % SPEEDS.length;
      showPace();
      if (timer !== null) { clearTimeout(timer); timer = setTimeout(tick, SPEEDS[speed].ms); }
    });
    const interrupt = (event) => { if (!play.contains(event.target) && !pace.contains(event.target)) stop(); };
    document.addEventListener("pointerdown", interrupt, true);

    function yearAt(x) {
      const box = track.getBoundingClientRect();
      return FIRST + Math.min(LAST - FIRST, Math.max(0, Math.floor(((x - box.left) / box.width) * ponds.size)));
    }
    track.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      track.focus({ preventScroll: true });
      track.setPointerCapture(event.pointerId);
      track.dataset.held = "";
      choose(yearAt(event.clientX));
    });
    track.addEventListener("pointermove", (event) => { if ("held" in track.dataset) choose(yearAt(event.clientX)); });
    for (const end of ["pointerup", "pointercancel"]) track.addEventListener(end, () => delete track.dataset.held);
    track.addEventListener("keydown", (event) => {
      const { year } = tao.address.state();
      const next = event.key === "Home" ? FIRST : event.key === "End" ? LAST : event.key in STEPS ? year + STEPS[event.key] : null;
      if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      stop();
      choose(next);
    });
    node.replaceChildren(el("div", { class: "ribbon__controls" }, play, pace), track);
    showPace();
    showPlay();
    return {
      update(state) {
        const counts = city.counts[state.year];
        const said = message("year.value", { year: String(state.year), begun: tao.number(counts.begun), events: tao.number(counts.events) });
        tao.set(track, "aria-valuenow", state.year);
        tao.set(track, "aria-valuetext", document.documentElement.lang === "en" ? said[1] : said[0]);
        water.style.setProperty("--passed", (state.year - FIRST + 0.5) / ponds.size);      // not on the track: all nine years would inherit it
        for (const [year, pond] of ponds) tao.set(pond, "data-when", year < state.year ? "past" : year === state.year ? "now" : "later");
      },
      destroy() { clearTimeout(timer); document.removeEventListener("pointerdown", interrupt, true); },
    };
  }
  tao.component("year-ribbon", ribbon, { follows: "year" });
})();
