/* Lines through the years, drawn by plotly.js: one for the city or thirteen for its districts; a touch reads a year. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const TOPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];      // tops and steps of a scale people read easily
  const NEAR = 32;                                             // pixels a finger may miss a line by

  const nice = (least) => { const power = 10 ** Math.floor(Math.log10(least)); return TOPS.find((top) => top * power >= least * 0.9999) * power; };
  /** Three quiet lines: from 0 where the numbers come near it, else round the numbers. */
  function scale(values) {
    const low = Math.min(...values), high = Math.max(...values);
    if (low >= 0 && low < high * 0.6) { const top = nice(high); return [0, top / 2, top]; }
    const step = nice((high - low) / 1.6), start = Math.floor(low / step) * step;
    return [start, start + step, start + 2 * step, start + 3 * step].filter((tick) => tick <= high + (high - low) * 0.15);
  }

  /** Move names that would touch apart, as little as can be (isotonic regression): ``ends`` [{y}] from above to below, from ``head`` to ``foot``. */
  function spread(ends, gap, head, foot) {
    const blocks = [];
    ends.forEach((end, n) => {
      blocks.push({ sum: end.y - n * gap, count: 1 });
      while (blocks.length > 1 && blocks.at(-2).sum / blocks.at(-2).count > blocks.at(-1).sum / blocks.at(-1).count) { const last = blocks.pop(); blocks.at(-1).sum += last.sum; blocks.at(-1).count += last.count; }
    });
    let n = 0;
    for (const block of blocks) for (let k = 0; k < block.count; k += 1, n += 1) ends[n].y = Math.max(head + n * gap, Math.min(block.sum / block.count + n * gap, foot - (ends.length - 1 - n) * gap));
  }

  async function chart(node) {
    const [{ indicators, districts }] = await Promise.all([tao.view("indicators"), tao.script("plotly.js")]);
    const { Plotly } = window;
    const { CITY, position, at, isPartial, yearOf, brief, short } = tao.indicator;
    const one = indicators[node.dataset.indicator];
    const names = new Map(districts.map((row) => [row.code, [row.name_zh, row.name_en]]));
    tao.indicator.settle(one);
    const isMonthly = one.frequency === "monthly";
    const from = isMonthly ? yearOf(one.dates[0]) : tao.address.FIRST, to = tao.address.LAST;

    const scope = el("div", { class: "switch indicator-chart__scope", role: "group", ...tao.named(message("indicator.scope")) });
    const buttons = one.ranks ? [[null, "indicator.districts"], [CITY, "indicator.whole_city"]].map(([code, key]) => {
      const button = el("button", { type: "button", class: "switch__part" }, words(message(key)));
      button.addEventListener("click", () => tao.address.set({ district: code }));
      scope.append(button);
      return { code, button };
    }) : [];
    const said = el("p", { class: "indicator-chart__said", "aria-live": "polite" });
    const plot = el("div", { class: "indicator-chart__plot", "aria-hidden": "true" });
    const over = el("div", { class: "indicator-chart__over", "aria-hidden": "true" });
    const room = el("div", { class: "indicator-chart__room" }, plot, over);
    const foot = el("p", { class: "indicator-chart__foot" });
    node.replaceChildren(el("div", { class: "indicator-chart__head" }, said, ...(buttons.length ? [scope] : [])), room, foot);
    let shown = null;       // how the picture now standing turns years and values into pixels

    const isCity = (state) => !one.ranks || state.district === CITY;
    const chosenOf = (state) => (isCity(state) ? CITY : names.has(state.district) ? state.district : null);

    function roles() {
      const css = getComputedStyle(node);
      const role = (name) => css.getPropertyValue(name).trim();
      return { css, text: role("--color-text"), soft: role("--color-text-soft"), line: role("--color-line"), accent: role("--color-accent"), ground: role("--color-ground"),
        lit: role("--color-water-lit"), of: role("--of") || role("--color-water-lit"), wash: role("--color-raised"), display: role("--font-display"), family: role("--font-text"), em: parseFloat(css.fontSize),
        caption: parseFloat(getComputedStyle(foot).fontSize), mark: parseFloat(role("--line-strong")) || 3 };
    }
    /** Points of a place, a null (a gap) wherever a number is missing or of another kind than the one before. */
    function points(values) {
      const x = [], y = [], parts = { x: [], y: [] };
      let last = null;
      one.dates.forEach((date, place) => {
        if (values[place] === null) return;
        const to = isPartial(one, place) ? parts : { x, y };
        if (to.x === x && last !== null && one.frequency === "yearly" && yearOf(date) - last > 1) { x.push(last + 0.5); y.push(null); }
        to.x.push(position(one, place)); to.y.push(values[place]);
        if (to.x === x) last = yearOf(date);
      });
      return { x, y, parts };
    }
    function draw(state) {
      const { width, height } = room.getBoundingClientRect();
      if (!width || !height) return;
      const look = roles(), { em } = look, tongue = document.documentElement.lang === "en" ? 1 : 0;
      const chosen = chosenOf(state), codes = isCity(state) ? [CITY] : [...names.keys()];
      const lines = codes.map((code) => ({ code, values: one.values[code], ...points(one.values[code]) }));
      const every = lines.flatMap((line) => line.values.filter((value) => value !== null));
      const ticks = scale(every), low = ticks[0], high = Math.max(ticks.at(-1), Math.max(...every) + (low ? (Math.max(...every) - low) * 0.08 : 0));
      const isMany = codes.length > 1;
      const caution = one.partial.length ? "indicator.caution_partial" : one.caution?.[0] === "pandemic" ? "indicator.caution_pandemic" : null;
      const isLong = caution && (message(caution)[tongue].length + 3) * look.caption * (tongue ? 0.5 : 1.02) > width * 0.7;
      const wideTick = Math.max(...ticks.map((tick) => brief(tick)[tongue].length)) * look.caption * (tongue ? 0.56 : 0.66) + 6;
      const ends = !isMany ? [] : lines.map((line) => {
        const last = line.values.findLastIndex((value) => value !== null);
        return { line, x: position(one, last), value: line.values[last] };
      }).sort((a, b) => b.value - a.value);
      const end = Math.max(...ends.map(({ x }) => x)), lead = look.caption * 1.5, wideName = look.caption * (tongue ? 4.2 : 2.1);
      const behind = ((to + 0.5 - end) / (to - from + 1)) * (width - wideTick - wideName);      // room for names where no line is
      const margin = { l: 10, r: isMany ? wideTick + Math.max(wideName * 0.76, lead + wideName - behind) : Math.max(wideTick, look.caption * 2.4), t: look.caption * (caution ? (isLong ? 4.1 : 2.9) : 1.9), b: look.caption * 2.1 };
      const plotW = width - margin.l - margin.r, plotH = height - margin.t - margin.b;
      const px = (x) => margin.l + ((x - from + 0.5) / (to - from + 1)) * plotW;
      const py = (value) => margin.t + (1 - (value - low) / (high - low)) * plotH;
      const colour = (code) => (!isMany ? look.of : code === chosen ? look.accent : look.lit);
      const traces = [...lines].sort((a, b) => (a.code === chosen) - (b.code === chosen)).flatMap((line) => {
        const strong = !isMany || line.code === chosen;
        const common = { type: "scatter", hoverinfo: "skip", cliponaxis: false, opacity: strong ? 1 : 0.55, showlegend: false };
        const few = line.x.length <= 3;
        return [
          { ...common, x: line.x, y: line.y, mode: few ? "lines+markers" : "lines", connectgaps: false, line: { color: colour(line.code), width: strong ? look.mark : Math.max(1.5, look.mark * 0.55) },
            marker: { size: em * 0.5, color: look.ground, line: { color: colour(line.code), width: 2.5 } } },
          ...(line.parts.x.length ? [{ ...common, x: line.parts.x, y: line.parts.y, mode: "markers", marker: { size: strong ? em * 0.5 : em * 0.32, color: look.ground, line: { color: colour(line.code), width: strong ? 2.5 : 1.5 } } }] : []),
        ];
      });
      const mine = chosen ? lines.find((line) => line.code === chosen) : null;
      /* Names in one column, each led to from its line; above the picture, too, when there are many. */
      const column = px(end) + lead;
      for (const name of ends) name.y = py(name.value);
      spread(ends, look.caption * 1.05, look.caption * 0.6, margin.t + plotH - look.caption * 0.3);
      const yearAt = (x) => from - 0.5 + ((x - margin.l) / plotW) * (to - from + 1), valueAt = (y) => low + (1 - (y - margin.t) / plotH) * (high - low);
      for (const { line, x, y, value } of ends) {
        traces.push({ type: "scatter", mode: "lines", hoverinfo: "skip", showlegend: false, cliponaxis: false, opacity: line === mine ? 1 : 0.55, line: { color: line === mine ? look.accent : look.soft, width: 1 },
          x: [yearAt(px(x) + look.caption * 0.3), yearAt(column - look.caption * 0.2)], y: [value, valueAt(y)] });
      }
      const place = isMonthly ? -1 : at(mine ? mine.values : lines[0].values, one, state.year);
      if (mine && place >= 0) traces.push({ type: "scatter", mode: "markers", hoverinfo: "skip", showlegend: false, cliponaxis: false, x: [position(one, place)], y: [mine.values[place]],
        marker: { size: em * 0.72, color: look.ground, line: { color: look.accent, width: look.mark } } });
      const band = (x0, x1, fill, opacity) => ({ type: "rect", layer: "below", xref: "x", yref: "paper", x0, x1, y0: 0, y1: 1, line: { width: 0 }, fillcolor: fill, opacity });
      const rule = (x, color, dash, wide) => ({ type: "line", layer: "below", xref: "x", yref: "paper", x0: x, x1: x, y0: 0, y1: 1, line: { color, width: wide, dash } });
      const shapes = [];
      if (one.caution?.[0] === "pandemic") shapes.push(band(yearOf(one.caution[1]) - 0.5, yearOf(one.caution[2]) + 0.5, look.wash, 0.7));
      if (one.partial.length) shapes.push(rule(yearOf(one.dates[one.partial[0]]) - 0.5, look.soft, "dot", 2));
      shapes.push(isMonthly ? band(state.year - 0.5, state.year + 0.5, look.accent, 0.16) : rule(place >= 0 ? position(one, place) : state.year, look.accent, "solid", 2));
      const years = Array.from({ length: to - from + 1 }, (_, n) => from + n);
      const narrow = plotW / years.length < look.caption * 2.6;
      Plotly.react(plot, traces, {
        width, height, margin, shapes, paper_bgcolor: "transparent", plot_bgcolor: "transparent", dragmode: false, hovermode: false, showlegend: false, title: { text: "" },
        font: { family: look.family, size: look.caption, color: look.soft },
        xaxis: { range: [from - 0.5, to + 0.5], fixedrange: true, showgrid: false, zeroline: false, showline: false, ticks: "", tickangle: 0, tickmode: "array", tickvals: years,
          ticktext: years.map((year) => { const text = narrow ? `’${String(year).slice(2)}` : String(year); return year === state.year ? `<b>${text}</b>` : text; }), tickfont: { family: look.display, color: look.soft, size: look.caption } },
        yaxis: { range: [low, high], fixedrange: true, zeroline: false, showline: false, showgrid: true, gridcolor: look.line, gridwidth: 1, tickmode: "array", tickvals: ticks, showticklabels: false },
      }, { staticPlot: true, displayModeBar: false, responsive: false });
      shown = { px, py, plotW, lines, isMany, at: yearAt };
      label({ look, lines, ends, column, wideName, ticks, mine, place, px, py, width, isMany, tongue, low });
    }
    /** Words over the picture, in both tongues where they are words: scale, names at the ends of lines, values, cautions. */
    function label({ look, lines, ends, column, wideName, ticks, mine, place, px, py, width, isMany, tongue, low }) {
      const parts = [];
      const put = (cls, x, y, content, how) => { parts.push(el("span", { class: `over ${cls} over--${how}`, style: { left: `${x.toFixed(1)}px`, top: `${y.toFixed(1)}px` } }, content)); };
      for (const tick of ticks) put("over--tick", width, py(tick), words(brief(tick)), "tick");
      const size = look.caption, boxes = [];
      for (const { line, y } of ends) put(`over--name${line === mine ? " is-chosen" : ""}`, column, y, words(short(names.get(line.code)).map((name) => name.replace(/區$/, ""))), "right");
      if (mine) {
        const known = mine.values.map((value, n) => [value, n]).filter(([value]) => value !== null);
        const best = (pick) => known.reduce((a, b) => (pick(b[0], a[0]) ? b : a))[1];
        const marked = isMany ? [] : [[best((a, b) => a > b), "up"], [known.at(-1)[1], "up"], [best((a, b) => a < b), "down"], [known[0][1], "up"]];
        const told = new Set();
        for (const [n, way] of [...(place >= 0 ? [[place, "now"]] : []), ...marked]) {
          if (told.has(n)) continue;
          told.add(n);
          const value = mine.values[n], text = brief(value), wide = text[tongue].length * size * 0.62 + size;
          const aside = way === "now" && px(position(one, n)) > wide ? -wide / 2 : way === "now" ? wide / 2 : 0;      // beside the line of the year, not on it
          const x = Math.max(wide / 2, Math.min(width - wide / 2, px(position(one, n)) + aside)), sink = way === "down" && py(low) - py(value) > size * 2.6;
          const y = py(value) + (sink ? size * 1.2 : -size * 1.1);
          const box = [x - wide / 2, y - size * 0.7, x + wide / 2, y + size * 0.7];
          if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
          boxes.push(box);
          put(`over--value${way === "now" ? " is-chosen" : ""}`, x, y, words(text), "middle");
        }
      }
      const head = (key, x, how) => put("over--caution", x, 0, el("span", {}, tao.icon("circle-alert"), words(message(key))), how);
      if (one.caution?.[0] === "pandemic") head("indicator.caution_pandemic", px(yearOf(one.caution[1]) - 0.5), "from");
      if (one.partial.length) head("indicator.caution_partial", px(yearOf(one.dates[one.partial[0]]) - 0.5), "until");
      for (const [first, last] of silent(lines)) {      // beside the names at the ends of many lines, not on them
        const isBehind = isMany && last === to;
        put("over--none", isBehind ? column + wideName + size * 0.4 : isMany ? Math.max(px(last + 0.5), size * 3.3) : px((first + last) / 2), py(low) - size * 1.2, words(message("indicator.no_data")), isBehind ? "right" : isMany ? "end" : "middle");
      }
      over.replaceChildren(...parts);
      for (const said of over.querySelectorAll(".over--from, .over--until")) {      // from where it begins, or up to there, inside the picture
        const begins = parseFloat(said.style.left), isUntil = said.classList.contains("over--until");
        said.style.left = 0;
        if (isUntil) said.style.maxWidth = `${begins.toFixed(1)}px`;
        said.style.left = `${Math.max(0, Math.min(begins - (isUntil ? said.offsetWidth : 0), width - said.offsetWidth)).toFixed(1)}px`;
      }
      foot.replaceChildren(...(low > 0 ? [words(message("indicator.from_zero"))] : []));
    }
    /** Runs of years without any number: [[first, last], …]. */
    function silent(lines) {
      const runs = [];
      for (let year = from; year <= to; year += 1) {
        if (lines.some((line) => at(line.values, one, year) >= 0)) continue;
        if (runs.length && runs.at(-1)[1] === year - 1) runs.at(-1)[1] = year; else runs.push([year, year]);
      }
      return runs;
    }
    /** The chosen line in the chosen year, in words. */
    function say(state) {
      const code = chosenOf(state) || CITY, values = one.values[code];
      const name = code === CITY ? message(node.dataset.area === "city" ? "indicator.whole_city" : `indicator.area_${node.dataset.area}`) : names.get(code);
      const parts = [el("b", {}, words(name))];
      const place = at(values, one, state.year);
      if (place < 0) parts.push(words(message("indicator.no_data_year", { year: String(state.year) })));
      else if (isMonthly) {
        const months = one.dates.map((date, n) => [values[n], n]).filter(([value, n]) => value !== null && yearOf(one.dates[n]) === state.year).sort((a, b) => a[0] - b[0]);
        const [low, high] = [months[0], months.at(-1)];
        parts.push(words([`${state.year}年`, String(state.year)]), words(message("indicator.months", { low: tao.number(low[0]), low_month: tao.date(one.dates[low[1]], true), high: tao.number(high[0]), high_month: tao.date(one.dates[high[1]], true) })));
        said.dataset.fact = `indicators:${node.dataset.indicator}:${code}:${one.dates[high[1]]}`;
      } else {
        const figure = tao.number(values[place]);
        parts.push(words(tao.date(one.frequency === "yearly" && !isPartial(one, place) ? String(yearOf(one.dates[place])) : one.dates[place])), el("b", { class: "num indicator-chart__now" }, words(figure.map((text, n) => (one.unit[n] === "%" ? `${text}%` : `${text} ${one.unit[n]}`)))));
        if (code !== CITY && one.ranks) parts.push(words(message("indicator.place", { rank: String(one.ranks[code][place]) })));
        if (code !== CITY && one.shares) parts.push(words(message("indicator.share", { share: one.shares[code][place].toFixed(1) })));
        said.dataset.fact = `indicators:${node.dataset.indicator}:${code}:${one.dates[place]}`;
      }
      if (place < 0) delete said.dataset.fact;
      said.replaceChildren(...parts.flatMap((part, n) => (n ? [" · ", part] : [part])));
    }
    function touch(event) {
      if (!shown) return;
      const box = room.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      const year = Math.max(from, Math.min(to, Math.round(shown.at(x))));
      const patch = { year };
      if (shown.isMany && event.type === "pointerdown") {
        const near = shown.lines.map((line) => {
          const place = at(line.values, one, year);
          return [place < 0 ? Infinity : Math.abs(shown.py(line.values[place]) - y), line.code];
        }).sort((a, b) => a[0] - b[0])[0];
        if (near[0] < NEAR) patch.district = near[1];
      }
      tao.address.set(patch);
    }
    room.addEventListener("pointerdown", (event) => { if (event.button) return; room.dataset.held = ""; touch(event); });
    room.addEventListener("pointermove", (event) => { if ("held" in room.dataset) touch(event); });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) room.addEventListener(end, () => delete room.dataset.held);

    const again = () => draw(tao.address.state());
    const watcher = new ResizeObserver(again);
    watcher.observe(room);
    document.fonts?.ready.then(() => node.isConnected && again());
    return {
      update(state) {
        for (const { code, button } of buttons) button.setAttribute("aria-pressed", String((code === CITY) === isCity(state)));
        say(state);
        draw(state);
      },
      destroy() { watcher.disconnect(); Plotly.purge(plot); },
    };
  }
  tao.component("indicator-chart", chart, { follows: "year" });
})();
