/* The city under the scenes: one drawing for a whole story. A step lights its year, raises its districts, marks its place and moves
   the picture there; only the place and the size of the drawing change, so nothing is drawn twice. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg } = tao;
  const NEAREST = 2.1, FARTHEST = 0.5;                      // how much the drawing grows and shrinks
  const SHARE = 0.6;                                        // of the room: what a raised district takes at most, one alone
  const MANY = 0.9;                                         // and several together

  async function sceneCity(ground) {
    const [{ step, layers }, { bounds }] = await Promise.all([tao.view("basemap"), tao.view("picture")]);
    const ponds = el("div", { class: "scene-city__ponds", "data-component": "lit-ponds" });
    const raised = svg("svg", { class: "scene-city__raised", "aria-hidden": "true", focusable: "false" });
    const moved = el("div", { class: "scene-city__moved" }, ponds, raised);
    const names = el("div", { class: "scene-city__names" });
    ground.replaceChildren(moved, names);
    await tao.settle(ground);
    const byCode = new Map(layers.districts.map((one) => [one.code, one]));
    const labels = new Map(layers.labels.filter((one) => one.kind === "district").map((one) => [one.id, one]));
    const limit = layers.coastline.filter((one) => one.kind === "city_limit");
    let now = {};

    const spotsOf = (feature) => feature.g.flat().flatMap((steps) => tao.basemap.points(steps, step));
    function boxOf(features, project) {
      const spots = features.flatMap(spotsOf).map(project);
      const xs = spots.map(([x]) => x), ys = spots.map(([, y]) => y);
      return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
    }
    /** Where on the stage the thing shown may stand: the style sheet says it in parts of its size (top right bottom left). */
    function room(width, height) {
      const [top, right, bottom, left] = (getComputedStyle(ground).getPropertyValue("--focus").trim() || "0.05 0.05 0.05 0.05").split(" ").map(Number);
      return { x: width * left, y: height * top, width: width * (1 - left - right), height: height * (1 - top - bottom) };
    }
    function place() {
      const width = ground.clientWidth, height = ground.clientHeight;
      if (!width || !height) return;
      const project = tao.basemap.projection(bounds, width, height);
      const chosen = (now.districts || []).map((code) => byCode.get(code)).filter(Boolean);
      const box = boxOf(chosen.length ? chosen : layers.districts, project);
      const free = room(width, height);
      const whole = Math.min(free.width / (box.right - box.left), free.height / (box.bottom - box.top));
      const scale = Math.min(NEAREST, Math.max(FARTHEST, whole * (chosen.length === 1 ? SHARE : chosen.length ? MANY : 1)));
      const x = free.x + free.width / 2 - (scale * (box.left + box.right)) / 2, y = free.y + free.height / 2 - (scale * (box.top + box.bottom)) / 2;
      moved.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${scale.toFixed(3)})`;
      const em = parseFloat(getComputedStyle(ground).fontSize);
      const shape = (feature, cls) => svg("path", { class: cls, d: tao.basemap.path(feature, step, project) });
      const parts = chosen.map((one) => shape(one, "scene-city__district"));
      if (now.whole) parts.push(...limit.map((one) => shape(one, `scene-city__limit scene-city__limit--${now.family}`)));
      if (now.point) {
        const [px, py] = project(now.point);
        const ring = (r, cls) => svg("circle", { class: cls, cx: px.toFixed(1), cy: py.toFixed(1), r: ((r * em) / scale).toFixed(2) });
        parts.push(ring(2, "scene-city__ripple scene-city__ripple--far"), ring(1.25, "scene-city__ripple"), ring(0.62, "scene-city__place"));
      }
      raised.setAttribute("viewBox", `0 0 ${width} ${height}`);
      raised.replaceChildren(...parts);
      const said = chosen.map((one) => {
        const label = labels.get(one.code);
        const [px, py] = project(tao.basemap.latlngs(label, step));
        const number = now.numbers?.[one.code];
        return el("p", { class: "scene-city__name", style: { left: `${(scale * px + x).toFixed(1)}px`, top: `${(scale * py + y).toFixed(1)}px` } },
          number === undefined ? null : el("b", { class: "num" }, `${number > 0 ? "+" : ""}${tao.grouped(number, 1)}%`),
          tao.words([label.name_zh, label.name_en]));
      });
      names.replaceChildren(...said);
      if (now.point) apart(project(now.point).map((at, i) => scale * at + (i ? y : x)), em);
    }
    /** A name gives way to the place marked. */
    function apart([px, py], em) {
      for (const name of names.children) {
        const x = parseFloat(name.style.left), y = parseFloat(name.style.top);
        if (Math.abs(x - px) < em * 4 && Math.abs(y - py) < em * 2.4) name.style.top = `${(py + (y < py ? -2.9 : 2.9) * em).toFixed(1)}px`;
      }
    }
    return {
      show(next) { now = next; ground.toggleAttribute("data-dim", Boolean(next.dim)); place(); },
      place,
      destroy() { ground.replaceChildren(); },
    };
  }
  tao.sceneCity = sceneCity;
})();
