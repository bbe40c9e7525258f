/* The baked map: whole steps back to degrees. See data/views/basemap.py for the shape. */
"use strict";
(function () {
  const { tao } = window;
  /** [x0, y0, dx, dy, …] in steps to [[lat, lon], …]. */
  function points(steps, step) {
    const out = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) { x += steps[i]; y += steps[i + 1]; out.push([y * step, x * step]); }
    return out;
  }
  /** The geometry of a feature as Leaflet takes it: a point, lines, or polygons of rings. */
  function latlngs(feature, step) {
    if (feature.t === "Point") return points(feature.g[0], step)[0];
    if (feature.t === "Polygon") return feature.g.map((rings) => rings.map((ring) => points(ring, step)));
    return feature.g.map((line) => points(line, step));
  }
  /** Web-Mercator picture of features: a function from [lat, lon] to [x, y] that fits ``bounds`` into width x height. */
  function projection(bounds, width, height) {
    const merc = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * (180 / Math.PI);
    const [[south, west], [north, east]] = bounds;
    const scale = Math.min(width / (east - west), height / (merc(north) - merc(south)));
    const left = (width - (east - west) * scale) / 2, top = (height - (merc(north) - merc(south)) * scale) / 2;
    return ([lat, lon]) => [left + (lon - west) * scale, top + (merc(north) - merc(lat)) * scale];
  }
  /** The ``d`` of an SVG path for a feature under a projection, one decimal. */
  function path(feature, step, project) {
    const line = (steps, closed) => {
      const text = points(steps, step).map(project).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
      return `M${text}${closed ? "Z" : ""}`;
    };
    if (feature.t === "Polygon") return feature.g.flat().map((ring) => line(ring, true)).join("");
    return feature.g.map((part) => line(part, false)).join("");
  }
  tao.basemap = { points, latlngs, projection, path };
})();
