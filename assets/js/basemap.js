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
    const [[south, west], [north, east]] = bounds;
    const scale = Math.min(width / (east - west), height / (mercator(north) - mercator(south)));
    const left = (width - (east - west) * scale) / 2, top = (height - (mercator(north) - mercator(south)) * scale) / 2;
    const up = mercator(north);
    return ([lat, lon]) => [left + (lon - west) * scale, top + (up - mercator(lat)) * scale];
  }
  /** One decimal: a tenth of a pixel is more than a screen shows. */
  const tenth = (length) => Math.round(length * 10) / 10;
  /** The ``d`` of an SVG path for a feature under a projection, one decimal; what falls on the spot before it is left out. */
  function path(feature, step, project) {
    const spot = [0, 0];
    const line = (steps, closed) => {
      let x = 0, y = 0, before = "", d = "";
      for (let i = 0; i < steps.length; i += 2) {
        x += steps[i]; y += steps[i + 1];
        spot[0] = y * step; spot[1] = x * step;
        const [px, py] = project(spot);
        const said = `${tenth(px)} ${tenth(py)}`;
        if (said !== before) d += (i ? "L" : "M") + said;
        before = said;
      }
      return closed ? `${d}Z` : d;
    };
    if (feature.t === "Polygon") return feature.g.flat().map((ring) => line(ring, true)).join("");
    return feature.g.map((part) => line(part, false)).join("");
  }
  const DEGREE = 180 / Math.PI;
  const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + lat / DEGREE / 2)) * DEGREE;
  /** The ``d`` of a feature in steps on Web Mercator, north up: for a drawing over the box of ``ground``. A point is a line of no length. */
  function outline(feature, step) {
    let d = "";
    for (const steps of feature.t === "Polygon" ? feature.g.flat() : feature.g) {
      let x = 0, y = 0;
      for (let i = 0; i < steps.length; i += 2) {
        x += steps[i]; y += steps[i + 1];
        d += `${i ? "L" : "M"}${x} ${tenth(-mercator(y * step) / step)}`;
      }
      d += feature.t === "Polygon" ? "Z" : feature.t === "Point" ? "h0" : "";
    }
    return d;
  }
  /** The ground that features cover: ``box`` [x, y, width, height] in the units of ``outline``, ``bounds`` [[south, west], [north, east]]. */
  function ground(features, step) {
    const spots = features.flatMap((feature) => feature.g.flat()).flatMap((steps) => points(steps, step));
    const [lats, lons] = [0, 1].map((axis) => spots.map((spot) => spot[axis]));
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
    const [top, bottom] = [north, south].map((lat) => -mercator(lat) / step);
    return { box: [west / step, top, (east - west) / step, bottom - top], bounds: [[south, west], [north, east]] };
  }
  tao.basemap = { outline, ground, points, latlngs, projection, path, tenth };
})();
