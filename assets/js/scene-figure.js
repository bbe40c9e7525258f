/* A number through time on stage: one line with first, highest, lowest and last said on it and the ones of the sentence ringed in
   peach; with fewer than three dates no line, the numbers large with their dates. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;
  const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9, 10];       // ends of the scale people read easily
  const FLAT = 0.75;                                              // least of most: above it a scale from zero shows nothing

  const months = (iso) => { const [year, month, day] = iso.split("-").map(Number); return year * 12 + (month ? month - 1 : 6) + ((day || 1) - 1) / 31; };
  function endOf(value, up) {
    const power = 10 ** Math.floor(Math.log10(value));
    return (up ? STEPS.find((part) => part * power >= value) : STEPS.findLast((part) => part * power <= value)) * power;
  }
  /** [foot, top] of the scale: from zero, unless all values are near each other; then it says so. */
  function scaleOf(values) {
    const most = Math.max(...values), least = Math.min(...values);
    if (least < most * FLAT) return [0, endOf(most, true)];
    const step = 10 ** Math.floor(Math.log10(most - least || most));
    return [Math.floor(least / step - 0.5) * step, Math.ceil(most / step + 0.2) * step];
  }
  /** What a line says of itself at its points: the first, highest, lowest, last, and those the sentence names. */
  function marked(points) {
    const values = points.map((point) => point.value);
    const found = new Map();
    const add = (index, rank) => { if (!found.has(index)) found.set(index, rank); };
    points.forEach((point, index) => { if (point.named) add(index, 0); });
    add(values.indexOf(Math.max(...values)), 1); add(points.length - 1, 2); add(values.indexOf(Math.min(...values)), 3); add(0, 4);
    return [...found].sort((a, b) => a[1] - b[1]).map(([index]) => index);
  }

  function figureScene(scene, room) {
    const { figure } = scene;
    const { points } = figure;
    const period = points.length > 1 ? message("series.period", { first: points[0].when, last: points.at(-1).when }) : points[0].when;
    const caution = scene.caveat && points.length > 1 ? [el("div", { class: "scene__caution" }, tao.icon("circle-alert"), el("p", {}, words(message("story.compare")), " ", el("span", { lang: "en", class: "scene__note" }, ...tao.english(scene.note))))] : [];
    const head = el("div", { class: "scene__words scene__words--figure" }, el("p", { class: "scene__event" }, words(figure.name)),
      el("p", { class: "scene__where" }, words(figure.unit), " · ", words(period)));
    if (!figure.line) {
      room.append(head, el("ul", { class: `scene-numbers scene-numbers--${points.length}` }, ...points.map((point) => el("li", { class: "scene__number", "data-fact": `indicators:${figure.id}:68000:${point.date}` },
        el("span", { class: "figure" }, el("span", { class: "figure__value num" }, words(point.shown)), el("span", { class: "figure__unit" }, words(figure.unit))),
        el("span", { class: "scene__when" }, words(point.when))))), el("p", { class: "scene__said" }, words(figure.said)), ...caution);
      return {};
    }
    const isCropped = scaleOf(points.map((point) => point.value))[0] !== 0;
    const picture = svg("svg", { class: `scene-figure scene-figure--${figure.family}`, "aria-hidden": "true", focusable: "false" });
    const holder = el("div", { class: "scene-figure__room", role: "img", ...tao.named(message("series.name", { name: figure.name, first: points[0].when, last: points.at(-1).when })) }, picture);
    room.append(head, holder, el("p", { class: "scene__said" }, words(figure.said), ...(isCropped ? [" ", words(message("story.cropped"))] : [])), ...caution);

    function draw() {
      const width = holder.clientWidth, height = holder.clientHeight;
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(holder).fontSize);
      const small = em * 0.82;
      const [foot, top] = scaleOf(points.map((point) => point.value));
      const from = months(points[0].date), to = months(points.at(-1).date);
      const edge = { left: em * 1.2, right: em * 4.4, top: em * 2.4, bottom: em * 2 };
      const x = (at) => edge.left + ((width - edge.left - edge.right) * (at - from)) / (to - from);
      const y = (value) => edge.top + (height - edge.top - edge.bottom) * (1 - (value - foot) / (top - foot));
      const text = (cls, px, py, said, anchor = "middle") => svg("text", { class: cls, x: px.toFixed(1), y: py.toFixed(1), "text-anchor": anchor }, said);
      /** A number as each tongue writes it: 140萬, 1.4 million. */
      const number = (cls, px, py, pair, anchor) => text(`${cls} words`, px, py, [svg("tspan", { lang: "zh-TW" }, pair[0]), svg("tspan", { lang: "en" }, pair[1])], anchor);
      const longest = (pair) => Math.max(pair[0].length * 1.15, pair[1].length);
      const places = points.map((point) => [x(months(point.date)), y(point.value)]);
      const d = `M${places.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}`;
      const grid = [foot, (foot + top) / 2, top].flatMap((value) => [svg("path", { class: "scene-figure__grid", d: `M0 ${y(value).toFixed(1)}H${width}` }), number("scene-figure__scale", width, y(value) - small * 0.35, tao.indicator.brief(value), "end")]);
      const first = Math.floor(from / 12), last = Math.floor(to / 12);
      const every = Math.ceil(((last - first + 1) * small * 3.2) / (width - edge.right));
      const isYearly = points.every((point) => point.date.length === 4 || point.date.endsWith("12-31") || point.date.endsWith("-12"));
      const years = [];
      for (let year = last; year >= first; year -= every) {
        const at = isYearly ? months(points.find((point) => point.date.startsWith(String(year)))?.date || `${year}-07`) : Math.min(to, Math.max(from, year * 12 + 6));
        years.push(text("scene-figure__year", Math.max(small * 1.2, x(at)), height - small * 0.4, String(year)));
      }
      const taken = [foot, (foot + top) / 2, top].map((value) => { const wide = longest(tao.indicator.brief(value)) * small * 0.56; return [width - wide, y(value) - small * 1.3, width, y(value)]; });
      const labels = marked(points).flatMap((index) => {
        const [px, py] = places[index], point = points[index];
        const size = point.named ? em * 1.25 : em, wide = longest(point.shown) * size * 0.6;
        const dot = svg("circle", { class: point.named ? "scene-figure__dot scene-figure__dot--named" : "scene-figure__dot", cx: px.toFixed(1), cy: py.toFixed(1), r: (em * (point.named ? 0.42 : 0.26)).toFixed(1) });
        const lx = Math.max(wide / 2, Math.min(width - wide / 2, px));
        const lower = Math.min(...points.map((one) => one.value)) === point.value;
        const above = py - size * 0.8, below = py + size * 1.5, aside = px - wide / 2 + size * 0.3;
        const spots = (lower ? [below, above] : [above, below]).flatMap((at) => [[lx, at], [aside, at]]);
        const box = ([cx, cy]) => [cx - wide / 2, cy - size, cx + wide / 2, cy + size * 0.2];
        const free = spots.find((spot) => { const b = box(spot); return b[3] < height - edge.bottom * 0.7 && !taken.some((o) => b[0] < o[2] && o[0] < b[2] && b[1] < o[3] && o[1] < b[3]); });
        if (!free) return [dot];
        taken.push(box(free));
        return [dot, number(point.named ? "scene-figure__label scene-figure__label--named" : "scene-figure__label", ...free, point.shown)];
      });
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(...grid, ...(foot === 0 ? [svg("path", { class: "scene-figure__under", d: `${d}L${places.at(-1)[0].toFixed(1)} ${y(0).toFixed(1)}L${places[0][0].toFixed(1)} ${y(0).toFixed(1)}Z` })] : []),
        svg("path", { class: "scene-figure__line", d }), ...years, ...labels);
    }
    return { draw };
  }
  tao.scenes.set("figure", figureScene);
})();
