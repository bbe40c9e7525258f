/* A value through hours or days: area and line with gaps where nothing was measured; the moment is a slider over it. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg } = tao;
  const HOUR_MS = 3600000;
  const WEEKDAYS = [["週日", "Sun"], ["週一", "Mon"], ["週二", "Tue"], ["週三", "Wed"], ["週四", "Thu"], ["週五", "Fri"], ["週六", "Sat"]];

  /** A clock time of Taiwan, counted as if it were UTC: no zone of this machine comes into it. */
  const moment = (iso) => new Date(`${iso.length === 10 ? `${iso}T00:00` : iso.slice(0, 16)}:00Z`);
  const later = (iso, step, count) => new Date(moment(iso).getTime() + count * (step === "day" ? 24 : 1) * HOUR_MS).toISOString().slice(0, 16);
  /** A moment in both tongues: day, and the hour where it is one. */
  function said(iso, step) {
    const day = tao.date(iso.slice(0, 10), true);
    return step === "day" ? day : [`${day[0]} ${iso.slice(11, 16)}`, `${day[1]}, ${iso.slice(11, 16)}`];
  }
  /** What stands under the axis: [number of the step, words], not too many for the width. */
  function ticks({ from, step, values, period }, width, em) {
    const all = values.map((_, n) => ({ n, iso: later(from, step, n) }));
    const kind = step === "day" ? (one) => one.iso.slice(8, 10) === "01" : period === "week" ? (one) => one.iso.slice(11, 13) === "00" : (one) => Number(one.iso.slice(11, 13)) % 6 === 0;
    const text = (iso) => {
      if (step === "day") return [`${Number(iso.slice(5, 7))}月`, tao.date(iso.slice(0, 7), true)[1].slice(0, 3)];
      return period === "week" ? WEEKDAYS[moment(iso).getUTCDay()] : [iso.slice(11, 16), iso.slice(11, 16)];
    };
    const found = all.filter(kind);
    const every = Math.max(1, Math.ceil((found.length * em * 3.4) / width));
    return found.filter((_, k) => k % every === 0).map((one) => ({ n: one.n, words: text(one.iso) }));
  }
  function top(most) {
    if (!(most > 0)) return 1;
    const power = 10 ** Math.floor(Math.log10(most));
    return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((part) => part * power >= most) * power;
  }

  /** ``node`` is filled; ``choose(iso)`` is called with the step a visitor moves to (null leaves ``still`` lines without a slider). */
  function pulseLine(node, choose) {
    const picture = svg("svg", { class: "pulse-line__picture", "aria-hidden": "true", focusable: "false" });
    const slider = choose ? el("input", { type: "range", min: 0, class: "pulse-line__slider", ...tao.named(tao.message("pulse.moment")) }) : null;
    const room = el("div", { class: "pulse-line" }, picture, slider);
    node.append(room);
    let told = null, at = -1;
    function draw() {
      const { width, height } = room.getBoundingClientRect();
      if (!told || !width || !height) return;
      const em = parseFloat(getComputedStyle(room).fontSize);
      const { values } = told, known = values.filter((value) => value !== null);
      const head = em * 0.5, foot = em * 1.5, most = top(Math.max(0, ...known)), right = em * 2.4;
      const x = (n) => (values.length < 2 ? width / 2 : ((width - right) * n) / (values.length - 1));
      const y = (value) => head + (height - head - foot) * (1 - value / most);
      const runs = [];
      values.forEach((value, n) => {
        if (value === null) return;
        if (n && values[n - 1] !== null) runs.at(-1).push([x(n), y(value)]); else runs.push([[x(n), y(value)]]);
      });
      const path = (points) => `M${points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}`;
      const text = (cls, px, py, pair, anchor) => svg("g", { class: "words" }, ...pair.map((one, tongue) => svg("text", { class: cls, x: px.toFixed(1), y: py.toFixed(1), "text-anchor": anchor, lang: tongue ? "en" : "zh-TW" }, one)));
      const scale = (height - head - foot) > em * 5 ? [0, most / 2, most] : [0, most];
      const parts = scale.flatMap((value) => [
        svg("path", { class: "pulse-line__grid", d: `M0 ${y(value).toFixed(1)}H${width.toFixed(0)}` }),
        svg("text", { class: "pulse-line__scale", x: width.toFixed(0), y: (y(value) + (value ? em * 0.9 : -em * 0.25)).toFixed(1), "text-anchor": "end" }, tao.grouped(value))]);
      for (const points of runs) {
        if (points.length === 1) { parts.push(svg("circle", { class: "pulse-line__dot", cx: points[0][0].toFixed(1), cy: points[0][1].toFixed(1), r: (em * 0.16).toFixed(1) })); continue; }
        parts.push(svg("path", { class: "pulse-line__under", d: `${path(points)}L${points.at(-1)[0].toFixed(1)} ${y(0).toFixed(1)}L${points[0][0].toFixed(1)} ${y(0).toFixed(1)}Z` }), svg("path", { class: "pulse-line__path", d: path(points) }));
      }
      for (const tick of ticks(told, width, em)) {
        const px = x(tick.n);
        parts.push(svg("path", { class: "pulse-line__tick", d: `M${px.toFixed(1)} ${y(0).toFixed(1)}v${(em * 0.3).toFixed(1)}` }), text("pulse-line__label", Math.max(em, px), height - em * 0.2, tick.words, "middle"));
      }
      if (at >= 0) {
        parts.push(svg("path", { class: "pulse-line__now", d: `M${x(at).toFixed(1)} ${head.toFixed(1)}V${y(0).toFixed(1)}` }));
        if (values[at] !== null) parts.push(svg("circle", { class: "pulse-line__here", cx: x(at).toFixed(1), cy: y(values[at]).toFixed(1), r: (em * 0.34).toFixed(1) }));
      }
      picture.setAttribute("viewBox", `0 0 ${width.toFixed(1)} ${height.toFixed(1)}`);
      picture.replaceChildren(...parts);
      if (slider) slider.style.width = `${(width - right + em).toFixed(0)}px`;
    }
    slider?.addEventListener("input", () => choose(later(told.from, told.step, Number(slider.value))));
    const watcher = new ResizeObserver(draw);
    watcher.observe(room);
    return {
      /** ``next`` as the server tells it, with ``period``; ``iso`` the step that is marked, or null; ``saying(value)`` as a pair. */
      show(next, iso, saying) {
        told = next;
        at = iso ? Math.round((moment(iso) - moment(told.from)) / HOUR_MS / (told.step === "day" ? 24 : 1)) : -1;
        if (at >= told.values.length) at = -1;
        if (slider) {
          slider.max = told.values.length - 1;
          slider.value = at < 0 ? told.values.length - 1 : at;
          const n = Number(slider.value);
          const pair = tao.message("pulse.moment_said", { time: said(later(told.from, told.step, n), told.step), value: saying(told.values[n]) });
          slider.setAttribute("aria-valuetext", pair[document.documentElement.lang === "en" ? 1 : 0]);
        }
        draw();
      },
      destroy: () => watcher.disconnect(),
    };
  }
  tao.pulseLine = Object.assign(pulseLine, { later, said });
})();
