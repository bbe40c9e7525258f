/* Lines of people through the months, each with its name at its end; a moved border is written where it was moved. */
"use strict";
(function () {
  const { tao } = window;
  const { svg, el } = tao;
  const STEPS = [1, 2, 2.5, 5, 10];

  const months = (iso) => { const [year, month] = iso.split("-"); return Number(year) * 12 + Number(month) - 1; };
  const both = (pair, attributes) => svg("g", { class: "words" }, ...pair.map((text, tongue) => svg("text", { ...attributes, lang: tongue ? "en" : "zh-TW" }, text)));
  /** Three or four round values that span low to high. */
  function ticks(low, high) {
    const rough = (high - low) / 3 || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = STEPS.find((one) => one * power >= rough) * power;
    const first = Math.floor(low / step) * step;
    return Array.from({ length: Math.ceil((high - first) / step - 1e-9) + 1 }, (_, k) => first + k * step);
  }
  /** Draw ``lines`` ([{name, role, points}]) into ``node``; {digits, cut}. Gives {destroy}. */
  function drawn(node, lines, { digits = 0, cut = "", first = true } = {}) {
    const all = lines.flatMap((one) => one.points).filter(([, value]) => value !== null);
    const scale = ticks(Math.min(...all.map(([, value]) => value)), Math.max(...all.map(([, value]) => value)));
    const [low, high] = [scale[0], scale.at(-1)];
    const from = Math.min(...all.map(([iso]) => months(iso))), to = Math.max(...all.map(([iso]) => months(iso)));
    const written = (value) => tao.grouped(value, digits);
    const picture = svg("svg", { class: "person-line__svg", "aria-hidden": "true", focusable: "false" });

    function draw() {
      const { width, height } = node.getBoundingClientRect();
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(node).fontSize);
      const hasNames = lines.length > 1;
      const left = em * (Math.max(...scale.map((value) => tao.grouped(value).length)) * 0.5 + 0.8), right = em * (hasNames ? 6.4 : 4), head = em * 1.6, foot = em * 1.7;
      const x = (iso) => left + ((width - left - right) * (months(iso) - from)) / (to - from);
      const y = (value) => head + (height - head - foot) * (1 - (value - low) / (high - low));
      const text = (cls, px, py, words, anchor) => svg("text", { class: cls, x: px.toFixed(1), y: py.toFixed(1), "text-anchor": anchor || "middle" }, words);
      const grid = scale.flatMap((value) => [svg("path", { class: "person-line__grid", d: `M${left.toFixed(1)} ${y(value).toFixed(1)}H${(width - right).toFixed(1)}` }),
        text("person-line__scale", left - em * 0.5, y(value) + em * 0.3, tao.grouped(value), "end")]);
      const years = [];
      const every = Math.ceil((em * 2.8) / (((width - left - right) / (to - from)) * 12));      // a label a year, or every second or third
      for (let year = Math.ceil(from / 12); year * 12 <= to; year += every) {
        const at = x(`${year}-01`);
        years.push(svg("path", { class: "person-line__tick", d: `M${at.toFixed(1)} ${(height - foot + em * 0.15).toFixed(1)}v${(em * 0.3).toFixed(1)}` }),
          text("person-line__year", at, height - em * 0.2, String(year)));
      }
      const ends = lines.map((one) => ({ one, last: one.points.filter(([, value]) => value !== null).at(-1) })).map((end) => ({ ...end, at: y(end.last[1]) })).sort((a, b) => a.at - b.at);
      for (let i = 1; i < ends.length; i += 1) ends[i].at = Math.max(ends[i].at, ends[i - 1].at + em * 2.5);
      const over = Math.max(0, (ends.at(-1)?.at || 0) + em * 1.4 - (height - foot * 0.4));
      const parts = lines.map((one) => {
        let d = "", open = false;
        for (const [iso, value] of one.points) {
          if (value === null) { open = false; continue; }
          const isCut = cut && one.role !== "other" && iso === cut;       // a fall on that month is a new border: the line stops there and starts again
          d += `${open && !isCut ? "L" : "M"}${x(iso).toFixed(1)} ${y(value).toFixed(1)}`;
          open = true;
        }
        return svg("path", { class: `person-line__path person-line__path--${one.role}`, d });
      });
      const labels = ends.flatMap(({ one, last, at }) => {
        const px = x(last[0]), py = at - over;
        return [svg("circle", { class: `person-line__dot person-line__dot--${one.role}`, cx: px.toFixed(1), cy: y(last[1]).toFixed(1), r: (em * 0.26).toFixed(1) }),
          text(`person-line__value person-line__value--${one.role}`, px + em * 0.6, py + em * 0.35, written(last[1]), "start"),
          ...(hasNames ? [both(one.name, { class: `person-line__name person-line__name--${one.role}`, x: (px + em * 0.6).toFixed(1), y: (py + em * 1.45).toFixed(1) })] : [])];
      });
      const opening = (one) => one.points.find(([, value]) => value !== null);
      const lowest = Math.min(...lines.map((one) => opening(one)[1]));
      const firsts = lines.map((one) => {
        const [iso, value] = opening(one);
        const isUnder = lines.length > 1 ? value <= lowest : one.points.at(-1)[1] > value;      // a line that climbs leaves room below its start
        return text(`person-line__value person-line__value--${one.role}`, x(iso) + em * 0.1, y(value) + em * (isUnder ? 1.35 : -0.6), written(value), "start");
      });
      const border = cut && months(cut) > from ? [svg("path", { class: "person-line__cut", d: `M${x(cut).toFixed(1)} ${head * 0.7}V${(height - foot).toFixed(1)}` }),
        both(tao.message("district.cut"), { class: "person-line__name", x: (x(cut) + em * 0.4).toFixed(1), y: (head * 0.85).toFixed(1) })] : [];
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(...grid, ...border, ...parts, ...years, ...(first ? firsts : []), ...labels);
    }
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return { destroy: () => watcher.disconnect() };
  }
  tao.personLine = drawn;
  tao.component("person-line", (node) => drawn(node, JSON.parse(node.dataset.lines), { digits: Number(node.dataset.digits), cut: node.dataset.cut }));

  /** Births and deaths a year as pairs of bars from zero, the number on each pair's first and last. */
  function yearBars(node) {
    const rows = JSON.parse(node.dataset.rows);
    const most = Math.max(...rows.flatMap((row) => [row.births, row.deaths])) || 1;
    const bar = (row, name) => el("span", { class: `year-bars__bar year-bars__bar--${name}`, style: { "--part": (row[name] / most).toFixed(4) } }, el("span", { class: "year-bars__value num" }, tao.grouped(row[name])));
    node.replaceChildren(
      el("ol", { class: "year-bars__years", "aria-hidden": "true" }, ...rows.map((row) => el("li", { class: "year-bars__year", "data-part": row.months < 12 }, el("div", { class: "year-bars__pair" }, bar(row, "births"), bar(row, "deaths")), el("span", { class: "year-bars__number num" }, String(row.year))))),
      el("p", { class: "year-bars__key", "aria-hidden": "true" }, ...["births", "deaths"].map((name) => el("span", { class: "year-bars__name" }, el("span", { class: `year-bars__swatch year-bars__swatch--${name}` }), tao.words(tao.message(`district.${name}_word`))))));
    return {};
  }
  tao.component("year-bars", yearBars);

  /** Rows whose bar is as long as their number says. */
  tao.component("growth-bars", (node) => {
    for (const bar of node.querySelectorAll(".growth__bar")) bar.style.setProperty("--part", Number(bar.dataset.part) / 100);
    return {};
  });
})();
