/* Eighty-four months as one slider; play runs through them, and tells the parts of the page frame by frame. */
"use strict";
(function () {
  const { tao } = window;
  const { el, named, message } = tao;
  const PER_SECOND = 6;             // months a second while playing: fourteen seconds for all
  const STILL_MS = 1200;            // reduced motion: a step of a year, this long
  const TELL_MS = 500;              // how often the address follows while playing; browsers allow about 200 changes in 30 s
  const STEPS = { ArrowLeft: -1, ArrowDown: -1, PageDown: -12, ArrowRight: 1, ArrowUp: 1, PageUp: 12 };

  async function monthSlider(node) {
    const of = await tao.villages.model();
    const { months } = of;
    const last = months.length - 1;
    let month = last, timer = null, frame = null;
    const knob = el("span", { class: "months__knob" }), passed = el("span", { class: "months__passed" });
    const [monthWords, totalWords] = [tao.words([" ", " "]), tao.words([" ", " "])];
    /** New words in the same text nodes: no element comes or goes sixty times a second. */
    const write = (place, pair) => pair.forEach((text, tongue) => { place.children[tongue].firstChild.data = text; });
    const years = months.map((iso, m) => [iso, m]).filter(([iso]) => iso.endsWith("-01")).map(([iso, m]) => el("span", { class: "months__year", style: { "--at": m / last } }, iso.slice(0, 4)));
    const track = el("div", { class: "months__track", role: "slider", tabindex: "0", "aria-valuemin": 0, "aria-valuemax": last, "aria-orientation": "horizontal", ...named(message("districts.month_control")) },
      el("span", { class: "months__water" }), passed, ...years, knob);
    const play = el("button", { type: "button", class: "ribbon__play months__play" });
    const now = el("p", { class: "months__now" }, el("b", { class: "num months__month" }, monthWords), el("span", { class: "months__total soft" }, totalWords));

    const isPlaying = () => timer !== null || frame !== null;
    function showPlay() {
      play.replaceChildren(tao.icon(isPlaying() ? "pause" : "play"));
      play.setAttribute("aria-pressed", String(isPlaying()));
      Object.entries(named(message(isPlaying() ? "districts.pause" : "districts.play"))).forEach(([name, value]) => play.setAttribute(name, value));
      node.toggleAttribute("data-playing", isPlaying());
    }
    /** Show month ``m``; ``part`` of the way to the next one moves the knob only. */
    function show(m, part) {
      const share = (m + (part || 0)) / last;
      passed.style.transform = `scaleX(${share.toFixed(4)})`;
      knob.style.transform = `translateX(${(share * 100).toFixed(2)}cqw)`;
      if (m === month && node.dataset.month) return;
      month = m;
      node.dataset.month = months[m];
      const said = message("districts.month_value", { month: tao.date(months[m]), total: tao.number(of.totals[m]) });
      track.setAttribute("aria-valuenow", m);
      track.setAttribute("aria-valuetext", said[document.documentElement.lang === "en" ? 1 : 0]);
      write(monthWords, tao.date(months[m]));
      write(totalWords, message("districts.total", { total: tao.number(of.totals[m]) }));
      now.lastChild.dataset.fact = `village_population_monthly:68000:${months[m]}`;
      document.dispatchEvent(new CustomEvent("tao:month", { detail: m }));
    }
    const tell = () => tao.address.set({ month: month === last ? null : months[month] });
    function stop() {
      if (!isPlaying()) return;
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      timer = frame = null;
      show(month);
      showPlay();
      tell();
    }
    function start() {
      const from = month >= last ? 0 : month;
      if (tao.still()) {
        const step = () => {
          if (month >= last) { stop(); return; }
          show(Math.min(last, month + 12));
          tell();
          timer = setTimeout(step, STILL_MS);
        };
        show(from);
        tell();
        timer = setTimeout(step, STILL_MS);
      } else {
        let began = null, told = 0;
        const move = (time) => {
          began ??= time;
          const at = from + ((time - began) / 1000) * PER_SECOND;
          if (at >= last) { frame = null; show(last); timer = 0; stop(); return; }
          frame = requestAnimationFrame(move);
          show(Math.floor(at), at % 1);
          if (time - told > TELL_MS) { told = time; tell(); }
        };
        frame = requestAnimationFrame(move);
      }
      showPlay();
    }
    play.addEventListener("click", () => (isPlaying() ? stop() : start()));
    const choose = (m) => { stop(); show(Math.max(0, Math.min(last, m))); tell(); };
    const monthAt = (x) => { const box = track.getBoundingClientRect(); return Math.round(((x - box.left) / box.width) * last); };
    track.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      track.focus({ preventScroll: true });
      track.setPointerCapture(event.pointerId);
      track.dataset.held = "";
      stop();
      show(Math.max(0, Math.min(last, monthAt(event.clientX))));
    });
    track.addEventListener("pointermove", (event) => { if ("held" in track.dataset) show(Math.max(0, Math.min(last, monthAt(event.clientX)))); });
    for (const end of ["pointerup", "pointercancel"]) track.addEventListener(end, () => { if ("held" in track.dataset) { delete track.dataset.held; tell(); } });
    track.addEventListener("keydown", (event) => {
      const next = event.key === "Home" ? 0 : event.key === "End" ? last : event.key in STEPS ? month + STEPS[event.key] : null;
      if (next === null || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      choose(next);
    });
    node.replaceChildren(play, el("div", { class: "months__body" }, now, track));
    showPlay();
    return {
      update(state, previous) {
        if (isPlaying() || "held" in track.dataset) return;
        if (!previous || previous.month !== state.month || previous.lang !== state.lang) { if (previous?.lang !== state.lang) delete node.dataset.month; show(tao.villages.monthOf(state, of)); }
      },
      destroy() { clearTimeout(timer); cancelAnimationFrame(frame); timer = frame = null; },
    };
  }
  tao.component("month-slider", monthSlider);
})();
