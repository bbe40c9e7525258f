/* 504 villages on canvas: each shape built once a size, only those whose class has changed are painted again. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg } = tao;
  const { GAP, CLASSES } = tao.villages;
  const AIR = 8;                    // px round the city

  /** Colours by role, read once a theme: the five classes, lines, words; a hatch for what cannot be compared. */
  function colours(node, context) {
    const probe = el("span", { class: "village-map__probe", "aria-hidden": "true" });
    node.append(probe);
    const read = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    const found = { classes: Array.from({ length: CLASSES }, (_, k) => read(`--class-${k}`)), hair: read("--village-line"), line: read("--color-ground"), border: read("--district-line"), limit: read("--limit-line"), text: read("--color-text"), ground: read("--color-ground"), hatch: read("--color-control-line") };
    probe.remove();
    const tile = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
    const brush = tile.getContext("2d");
    brush.fillStyle = found.ground;
    brush.fillRect(0, 0, 8, 8);
    brush.strokeStyle = found.hatch;
    brush.lineWidth = 1.6;
    brush.beginPath();
    for (const at of [-8, 0, 8]) { brush.moveTo(at - 1, 9); brush.lineTo(at + 9, -1); }
    brush.stroke();
    found.gap = context.createPattern(tile, "repeat");
    return found;
  }

  async function villageMap(node) {
    const [of, base] = await Promise.all([tao.villages.model(), tao.view("basemap")]);
    const districts = base.layers.districts, labels = base.layers.labels.filter((one) => one.kind === "district");
    const fills = el("canvas", { class: "village-map__canvas", "aria-hidden": "true" }), lines = el("canvas", { class: "village-map__canvas", "aria-hidden": "true" });
    const mark = svg("path", { class: "village-map__mark" });
    const top = svg("svg", { class: "village-map__canvas", "aria-hidden": "true", focusable: "false" }, mark);
    const label = el("p", { class: "village-map__said", hidden: true });
    const key = el("ul", { class: "village-map__key" });
    const brush = fills.getContext("2d", { alpha: true }), pen = lines.getContext("2d");
    const bounds = districts.map((one) => tao.shapes.bounds(one, base.step)).reduce(([[s, w], [n, e]], [[a, b], [c, d]]) => [[Math.min(s, a), Math.min(w, b)], [Math.max(n, c), Math.max(e, d)]]);
    let paths = [], boxes = [], project = null, size = [0, 0], theme = null, roles = null, month = -1, painted = new Uint8Array(of.count).fill(254), chosen = -1;

    function build() {
      const box = node.getBoundingClientRect();
      const [width, height] = [Math.round(box.width), Math.round(box.height)];
      if (!width || !height) return false;
      size = [width, height];
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      for (const canvas of [fills, lines]) { canvas.width = width * ratio; canvas.height = height * ratio; }
      brush.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      top.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const fit = tao.basemap.projection(bounds, width - 2 * AIR, height - 2 * AIR);
      project = (spot) => { const [x, y] = fit(spot); return [x + AIR, y + AIR]; };
      const trace = (feature, step) => {
        const path = new Path2D();
        const reach = [Infinity, Infinity, -Infinity, -Infinity];
        for (const steps of feature.g.flat()) {
          tao.basemap.points(steps, step).forEach((spot, k) => {
            const [x, y] = project(spot);
            if (k) path.lineTo(x, y); else path.moveTo(x, y);
            reach[0] = Math.min(reach[0], x); reach[1] = Math.min(reach[1], y); reach[2] = Math.max(reach[2], x); reach[3] = Math.max(reach[3], y);
          });
          path.closePath();
        }
        return [path, reach];
      };
      const traced = of.villages.map((one) => trace(one, of.step));
      paths = traced.map(([path]) => path);
      boxes = traced.map(([, reach]) => reach);
      build.districts = districts.map((one) => trace(one, base.step)[0]);
      build.limit = base.layers.coastline.filter((one) => one.kind === "city_limit").map((one) => new Path2D(tao.basemap.path(one, base.step, project)));
      painted.fill(254);
      return true;
    }
    function drawLines() {
      pen.clearRect(0, 0, ...size);
      pen.lineJoin = "round";
      pen.strokeStyle = roles.hair;
      pen.lineWidth = 0.6;
      for (const path of paths) pen.stroke(path);
      pen.strokeStyle = roles.border;
      pen.lineWidth = 1.6 * (parseFloat(getComputedStyle(node).getPropertyValue("--map-scale")) || 1);
      for (const path of build.districts) pen.stroke(path);
      pen.strokeStyle = roles.limit;
      pen.lineWidth = 1.2;
      for (const path of build.limit) pen.stroke(path);
      const em = parseFloat(getComputedStyle(label).fontSize);
      const en = document.documentElement.lang === "en";
      pen.font = `700 ${em}px ${getComputedStyle(node).fontFamily}`;
      pen.textAlign = "center";
      pen.lineWidth = em * 0.28;
      pen.strokeStyle = roles.ground;
      pen.fillStyle = roles.text;
      const taken = [];
      for (const one of labels) {
        const [x, y] = project(tao.basemap.latlngs(one, base.step));
        const text = en ? one.name_en.replace(" District", "") : one.name_zh.replace("區", "");
        const wide = pen.measureText(text).width / 2;
        const boxOf = (dy) => [x - wide, y + dy - em * 0.55, x + wide, y + dy + em * 0.55];
        const isFree = (dy) => !taken.some((other) => boxOf(dy)[0] < other[2] && other[0] < boxOf(dy)[2] && boxOf(dy)[1] < other[3] && other[1] < boxOf(dy)[3]);
        const dy = [0, 0.7, -0.7, 1.2, -1.2].map((part) => part * em).find(isFree) ?? 0;      // a name gives way to those before it
        taken.push(boxOf(dy));
        pen.strokeText(text, x, y + dy + em * 0.35);
        pen.fillText(text, x, y + dy + em * 0.35);
      }
    }
    /** Paint month ``m``; how many shapes were painted is kept for whoever measures. */
    function paint(m) {
      month = m;
      let count = 0;
      const from = m * of.count;
      for (let i = 0; i < of.count; i += 1) {
        const wanted = of.classes[from + i];
        if (wanted === painted[i]) continue;
        painted[i] = wanted;
        brush.fillStyle = wanted === GAP ? roles.gap : roles.classes[wanted];
        brush.fill(paths[i]);
        count += 1;
      }
      node.dataset.painted = String(count);
      node.dataset.month = of.months[m];
      if (chosen >= 0) say();
    }
    function drawKey() {
      const edges = of.breaks.map((value) => value.toFixed(1).replace("-", "−"));
      const wordsOf = (k) => (k === 0 ? (of.breaks[0] < 0 ? tao.message("districts.fell", { value: Math.abs(of.breaks[0]).toFixed(1) }) : [`< ${edges[0]}%`, `< ${edges[0]}%`])
        : k === CLASSES - 1 ? tao.message("districts.rose", { value: edges[k - 1] }) : tao.message("districts.between", { low: edges[k - 1], high: edges[k] }));
      key.replaceChildren(el("li", { class: "village-map__since" }, tao.words(tao.message("districts.since_first"))),
        ...Array.from({ length: CLASSES }, (_, k) => k).reverse().map((k) => el("li", {}, el("span", { class: `village-map__swatch village-map__swatch--${k}` }), tao.words(wordsOf(k)))),
        el("li", {}, el("span", { class: "village-map__swatch village-map__swatch--gap" }), tao.words(tao.message("districts.gap"))));
    }
    function villageAt(x, y) {
      const ratio = fills.width / size[0];
      for (let i = 0; i < of.count; i += 1) {
        const [a, b, c, d] = boxes[i];
        if (x >= a && x <= c && y >= b && y <= d && brush.isPointInPath(paths[i], x * ratio, y * ratio)) return i;
      }
      return -1;
    }
    function say() {
      label.hidden = chosen < 0;
      if (chosen < 0) { mark.removeAttribute("d"); return; }
      const village = of.villages[chosen];
      mark.setAttribute("d", tao.basemap.path(village, of.step, project));
      label.replaceChildren(el("b", {}, tao.words(tao.villages.pair(village))), tao.words(tao.villages.said(of, chosen, month)));
      label.dataset.fact = `village_population_monthly:${village.code}:${of.months[month]}`;
      const [a, b, c, d] = boxes[chosen];
      const wide = label.offsetWidth, high = label.offsetHeight;
      const above = b - high - 14;
      label.style.setProperty("--x", `${Math.max(0, Math.min(size[0] - wide, (a + c) / 2 - wide / 2))}px`);
      label.style.setProperty("--y", `${above > 0 ? above : Math.min(size[1] - high, d + 14)}px`);
    }
    /* A finger shows the village under it and may slide on; letting go opens it. A scroll or a second finger opens nothing. */
    let press = null;
    const spotOf = (event) => { const box = node.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    const point = (event) => { const found = villageAt(...spotOf(event)); if (found !== chosen) { chosen = found; say(); } };
    top.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse" || press === event.pointerId) point(event); });
    top.addEventListener("pointerdown", (event) => { press = press === null && !event.button ? event.pointerId : null; point(event); });
    top.addEventListener("pointerup", (event) => {
      if (press !== event.pointerId) return;
      press = null;
      point(event);
      if (chosen >= 0) tao.go(tao.villages.href(of.codes[chosen]));
    });
    for (const end of ["pointercancel", "pointerleave"]) top.addEventListener(end, () => { press = null; chosen = -1; say(); });

    node.replaceChildren(fills, lines, top, key, label);
    function renew() {
      const now = document.documentElement.dataset.theme;
      if (now !== theme) { theme = now; roles = colours(node, brush); painted.fill(254); }
      drawLines();
      paint(month < 0 ? tao.villages.monthOf(tao.address.state(), of) : month);
    }
    drawKey();
    if (build()) renew();
    const watcher = new ResizeObserver(() => { const box = node.getBoundingClientRect(); if ((Math.round(box.width) !== size[0] || Math.round(box.height) !== size[1]) && build()) { brush.clearRect(0, 0, ...size); renew(); } });
    watcher.observe(node);
    const follow = (event) => { if (paths.length && event.detail !== month) paint(event.detail); };
    document.addEventListener("tao:month", follow);
    document.fonts?.ready.then(() => { if (paths.length) drawLines(); });
    return {
      update(state, previous) { if (paths.length && previous && (previous.lang !== state.lang || document.documentElement.dataset.theme !== theme)) renew(); },
      destroy() { watcher.disconnect(); document.removeEventListener("tao:month", follow); },
    };
  }
  tao.component("village-map", villageMap);
})();
