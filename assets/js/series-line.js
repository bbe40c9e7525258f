/* One line through time: three quiet grid lines, and labels on the first, highest, lowest and last point. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9, 10];      // tops of the scale people read easily

  /** The months since year 0 of an ISO date of any precision. */
  const months = (iso) => { const [year, month = "7", day = "1"] = iso.split("-"); return Number(year) * 12 + Number(month) - 1 + (Number(day) - 1) / 31; };
  function topOf(most) {
    const power = 10 ** Math.floor(Math.log10(most));
    return STEPS.find((stepped) => stepped * power >= most) * power;
  }
  function seriesLine(node) {
    const points = JSON.parse(node.dataset.points).map(([iso, value]) => ({ iso, at: months(iso), value }));
    const values = points.map((point) => point.value);
    const top = topOf(Math.max(...values));
    const marked = new Map([[points[0], "first"], [points[values.indexOf(Math.max(...values))], "high"], [points[values.indexOf(Math.min(...values))], "low"], [points.at(-1), "last"]]);
    const picture = svg("svg", { class: `series-line series-line--${node.dataset.family}`, "aria-hidden": "true", focusable: "false" });
    function draw() {
      const { width, height } = node.getBoundingClientRect();
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(node).fontSize);
      const right = em * 4.2, foot = em * 1.6, head = em * 2;
      const from = points[0].at, to = points.at(-1).at;
      const x = (at) => em * 0.4 + ((width - right) * (at - from)) / (to - from);
      const y = (value) => head + (height - head - foot) * (1 - value / top);
      const place = points.map((point) => [x(point.at), y(point.value)]);
      const path = `M${place.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}`;
      const text = (cls, px, py, words, anchor) => svg("text", { class: cls, x: px.toFixed(1), y: py.toFixed(1), "text-anchor": anchor || "middle" }, words);
      const grid = [0, top / 2, top].map((value) => svg("path", { class: "series-line__grid", d: `M0 ${y(value).toFixed(1)}H${width}` }));
      const years = [];
      for (let year = Math.ceil(from / 12); year * 12 <= to; year += 1) {
        const end = Math.min(to, year * 12 + 11);
        years.push(svg("path", { class: "series-line__tick", d: `M${x(year * 12).toFixed(1)} ${y(0).toFixed(1)}v${(em * 0.35).toFixed(1)}` }));
        if (end - year * 12 >= 5 || to - from > 60) years.push(text("series-line__year", x((year * 12 + end) / 2), height - em * 0.2, String(year)));
      }
      const boxes = [];
      const labels = [...marked].sort((a, b) => ["high", "last", "low", "first"].indexOf(a[1]) - ["high", "last", "low", "first"].indexOf(b[1])).flatMap(([point, kind]) => {
        const px = x(point.at), py = y(point.value), words = tao.grouped(point.value);
        const dot = svg("circle", { class: "series-line__dot", cx: px.toFixed(1), cy: py.toFixed(1), r: (em * 0.28).toFixed(1) });
        const wide = words.length * em * 0.62;
        const down = kind === "low" && y(0) - py > em * 2;
        const side = kind === "low" && !down;
        const lx = side ? px + em * 0.6 + wide / 2 : Math.max(wide / 2, Math.min(width - wide / 2, px));
        const ly = side ? py + em * 0.1 : down ? py + em * 1.5 : py - em * 0.7;
        const box = [lx - wide / 2, ly - em, lx + wide / 2, ly];
        const free = !boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
        if (free) boxes.push(box);
        return free ? [dot, text("series-line__label", lx, ly, words)] : [dot];
      });
      /* A value of the scale stands on its line; where a point is named there, the line alone says it. */
      const scale = [0, top / 2, top].filter((value) => !boxes.some((box) => box[2] > width - tao.grouped(value).length * em * 0.62 && box[1] < y(value) - em * 0.3 && box[3] > y(value) - em * 1.3))
        .map((value) => text("series-line__scale", width, y(value) - em * 0.3, tao.grouped(value), "end"));
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(...grid, ...scale, svg("path", { class: "series-line__under", d: `${path}L${place.at(-1)[0].toFixed(1)} ${y(0).toFixed(1)}L${place[0][0].toFixed(1)} ${y(0).toFixed(1)}Z` }),
        svg("path", { class: "series-line__path", d: path }), ...years, ...labels);
    }
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return { destroy: () => watcher.disconnect() };
  }
  tao.component("series-line", seriesLine);
})();
