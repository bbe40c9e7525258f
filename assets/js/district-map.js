/* One district: its outline and villages, canals, lit ponds, rails and stations; a village is a touch away from its page. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const NEAR = 0.004;       // degrees: a high-speed station beside a metro station of the same name is named once

  function isInside([lat, lon], rings) {
    let inside = false;
    for (let i = 0, j = rings.length - 1; i < rings.length; j = i, i += 1) {
      const [ay, ax] = rings[i], [by, bx] = rings[j];
      if ((ay > lat) !== (by > lat) && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }
  async function districtMap(node) {
    const [{ step, layers }, shapes] = await Promise.all([tao.view("basemap"), tao.view("villages")]);
    const { code, village } = node.dataset;
    const own = layers.districts.find((one) => one.code === code);
    const villages = shapes.villages.filter((one) => one.code.startsWith(code));
    const chosen = villages.find((one) => one.code === village);
    const outer = own.g.map((rings) => tao.basemap.points(rings[0], step));
    const isOwn = (spot) => outer.some((ring) => isInside(spot, ring));
    const ponds = layers.water.filter((one) => one.kind === "pond" || (one.kind === "reservoir" && one.area !== "around")).flatMap((one) => one.g).filter((rings) => isOwn(tao.basemap.points(rings[0], step)[0]));
    const [[south, west], [north, east]] = tao.shapes.bounds(own, step);
    /** Only what may run through the district is drawn. */
    function isNear(feature) {
      const spots = (feature.t === "Polygon" ? feature.g.flat() : feature.g).flatMap((steps) => tao.basemap.points(steps, step));
      const [lats, lons] = [0, 1].map((axis) => spots.map((spot) => spot[axis]));
      return Math.min(...lats) <= north && Math.max(...lats) >= south && Math.min(...lons) <= east && Math.max(...lons) >= west;
    }
    const [canals, rivers, roads, rail] = [layers.canals, layers.water.filter((one) => one.kind === "river"), layers.roads.filter((one) => one.kind === "freeway"), layers.rail]
      .map((features) => features.filter(isNear));
    const picture = svg("svg", { class: "district-map__svg", focusable: "false" });
    const both = (pair, attributes) => svg("g", { class: "words" }, ...pair.map((text, tongue) => svg("text", { ...attributes, lang: tongue ? "en" : "zh-TW" }, text)));

    let drawn = "";
    function draw() {
      const { width, height } = node.getBoundingClientRect(), size = `${width} ${height}`;
      if (!width || !height || drawn === size) return;
      drawn = size;
      const css = getComputedStyle(node);
      const [top, right, bottom, left] = (css.getPropertyValue("--map-focus").trim() || "0.03 0.03 0.03 0.03").split(" ").map(Number);
      const fit = tao.basemap.projection(tao.shapes.bounds(own, step), width * (1 - left - right), height * (1 - top - bottom));
      const project = (spot) => { const [x, y] = fit(spot); return [x + width * left, y + height * top]; };
      const em = parseFloat(css.fontSize);
      const d = (feature, of) => tao.basemap.path(feature, of || step, project);
      const clip = `district-clip-${code}`;
      const links = villages.map((one) => {
        const shape = svg("path", { class: `district-map__village${one === chosen ? " is-chosen" : ""}`, d: d(one, shapes.step), "data-village": one.code });
        shape.append(svg("title", {}, `${one.name_zh} ${one.name_en}`));
        return shape;
      });
      const stations = layers.stations.map((one) => ({ one, at: tao.basemap.latlngs(one, step) })).filter(({ at }) => isOwn(at));
      const taken = stations.map(({ at }) => { const [x, y] = project(at); return [x - em * 0.5, y - em * 0.5, x + em * 0.5, y + em * 0.5]; });
      const names = stations.filter(({ one }) => one.kind !== "thsr" || !stations.some((other) => other.one.kind === "mrt" && Math.hypot(...other.at.map((part, k) => part - tao.basemap.latlngs(one, step)[k])) < NEAR)).map(({ one, at }) => {
        const [x, y] = project(at);
        const wide = Math.max(one.name_zh.length * em, one.name_en.length * em * 0.5);
        const tries = [[em * 0.75, "start"], [-em * 0.75, "end"]];
        for (const [dx, anchor] of tries) for (const dy of [0.35, -0.5, 1.1]) {
          const at0 = anchor === "start" ? x + dx : x + dx - wide;
          const box = [at0, y + dy * em - em, at0 + wide, y + dy * em + em * 0.2];
          if (box[0] < 0 || box[2] > width || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
          taken.push(box);
          return both([one.name_zh, one.name_en], { class: "district-map__name", x: (x + dx).toFixed(1), y: (y + dy * em).toFixed(1), "text-anchor": anchor });
        }
        return null;
      }).filter(Boolean);
      const mark = chosen ? [svg("path", { class: "district-map__outline district-map__outline--village", d: d(chosen, shapes.step) })] : [];
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(
        svg("defs", {}, svg("clipPath", { id: clip }, svg("path", { d: d(own) }))),
        svg("path", { class: "district-map__land", d: d(own) }),
        ...links,
        svg("g", { "clip-path": `url(#${clip})`, class: "district-map__inside" },
          ...canals.map((one) => svg("path", { class: "district-map__canal", d: d(one) })),
          ...rivers.map((one) => svg("path", { class: "district-map__river", d: d(one) })),
          ...ponds.map((rings) => svg("path", { class: "district-map__pond", d: d({ t: "Polygon", g: [rings] }) })),
          ...roads.map((one) => svg("path", { class: "district-map__road", d: d(one) })),
          ...rail.map((one) => svg("path", { class: `district-map__rail district-map__rail--${one.kind}`, d: d(one) }))),
        svg("path", { class: `district-map__outline${chosen || village ? " district-map__outline--quiet" : ""}`, d: d(own) }), ...mark,
        ...stations.map(({ one, at }) => { const [x, y] = project(at); return svg("circle", { class: `district-map__station district-map__station--${one.kind}`, cx: x.toFixed(1), cy: y.toFixed(1), r: (em * 0.26).toFixed(1) }); }), ...names);
    }
    picture.addEventListener("click", (event) => { const shape = event.target.closest("[data-village]"); if (shape) tao.go(tao.villages.href(shape.dataset.village)); });
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return { destroy: () => watcher.disconnect() };
  }
  tao.component("district-map", districtMap);
})();
