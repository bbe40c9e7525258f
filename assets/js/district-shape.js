/* A district as its outline: the pieces of the baked map, as few points as its size can show. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const SIZE = 100, NEAR = 0.9;        // units of the picture, and how close two points of it may be

  /** [[south, west], [north, east]] of a feature of polygons. */
  function bounds(feature, step) {
    const box = [[Infinity, Infinity], [-Infinity, -Infinity]];
    for (const rings of feature.g) for (const [lat, lon] of tao.basemap.points(rings[0], step)) {
      box[0] = [Math.min(box[0][0], lat), Math.min(box[0][1], lon)];
      box[1] = [Math.max(box[1][0], lat), Math.max(box[1][1], lon)];
    }
    return box;
  }
  /** The outline as a path that fits ``width`` x ``height``, without points nearer than ``near``. */
  function outline(feature, step, width, height, near) {
    const project = tao.basemap.projection(bounds(feature, step), width, height);
    return feature.g.map((rings) => {
      let last = null;
      const kept = tao.basemap.points(rings[0], step).map(project).filter((spot) => {
        if (last && Math.hypot(spot[0] - last[0], spot[1] - last[1]) < near) return false;
        last = spot;
        return true;
      });
      return kept.length > 2 ? `M${kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z` : "";
    }).join("");
  }
  async function districtShape(node) {
    const { step, layers } = await tao.view("basemap");
    const feature = layers.districts.find((one) => one.code === node.dataset.code);
    node.replaceChildren(svg("svg", { viewBox: `-3 -3 ${SIZE + 6} ${SIZE + 6}`, class: "silhouette__svg", "aria-hidden": "true", focusable: "false" },
      svg("path", { d: outline(feature, step, SIZE, SIZE, NEAR) })));
    return {};
  }
  tao.shapes = { bounds, outline };
  tao.component("district-shape", districtShape);
})();
