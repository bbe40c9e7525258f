/* Where a project is: its own line, its point, its districts or the whole city, lit on the quiet map. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const CITY = "68000";
  const CLOSEST = 0.075;        // degrees of longitude a picture shows at least: nearer, the outlines turn angular
  const MARGIN = { point: 0.35, district: 0.12, line: 0.03, city: 0.02 };    // air round what is shown, parts of its size

  const merge = (spots) => spots.reduce(([[s, w], [n, e]], [lat, lon]) => [[Math.min(s, lat), Math.min(w, lon)], [Math.max(n, lat), Math.max(e, lon)]],
    [[Infinity, Infinity], [-Infinity, -Infinity]]);

  async function projectMap(node) {
    const { step, layers } = await tao.view("basemap");
    const { districts: codes, lat, lon, family, line } = node.dataset;
    const chosen = codes.split(";");
    const isCity = chosen.includes(CITY);
    const point = lat ? [Number(lat), Number(lon)] : null;
    const spotsOf = (feature) => (feature.t === "Polygon" ? feature.g.flat() : feature.g).flatMap((steps) => tao.basemap.points(steps, step));
    const raised = layers.districts.filter((one) => isCity || chosen.includes(one.code));
    const tracks = line ? layers.rail.filter((one) => one.kind === line && one.area !== "around") : [];
    const stations = line === "mrt" ? layers.stations.filter((one) => one.kind === "mrt" && one.district_code) : [];
    const places = line ? raised : [];

    /** What the picture must hold: [[south, west], [north, east]], with air round it. */
    function bounds() {
      const kind = stations.length ? "line" : isCity && !point ? "city" : point ? "point" : "district";
      const spots = stations.length ? stations.map((one) => tao.basemap.latlngs(one, step)) : point && !isCity ? [point, ...raised.flatMap(spotsOf)] : point ? [point] : raised.flatMap(spotsOf);
      let [[s, w], [n, e]] = merge(spots);
      if (point) { const half = Math.max(CLOSEST, (e - w) * 0.5) * 0.7; [s, w, n, e] = [point[0] - half * 0.6, point[1] - half, point[0] + half * 0.6, point[1] + half]; }
      const airX = Math.max((e - w) * MARGIN[kind], (CLOSEST - (e - w)) / 2), airY = (n - s) * MARGIN[kind];
      return [[s - airY, w - airX], [n + airY, e + airX]];
    }
    const picture = svg("svg", { class: "city project-map", "aria-hidden": "true", focusable: "false" });

    let drawn = "";
    /** For the size it has; a phone draws piece by piece. */
    async function draw() {
      const { width, height } = node.getBoundingClientRect(), size = `${width} ${height}`;
      if (!width || !height || drawn === size) return;
      drawn = size;
      const css = getComputedStyle(node);
      const [top, right, bottom, left] = (css.getPropertyValue("--map-focus").trim() || "0.05 0.05 0.05 0.05").split(" ").map(Number);
      const small = tao.basemap.projection(bounds(), width * (1 - left - right), height * (1 - top - bottom));
      const project = (spot) => { const [x, y] = small(spot); return [x + width * left, y + height * top]; };
      const shape = (feature, cls) => svg("path", { class: cls, d: tao.basemap.path(feature, step, project) });
      const em = parseFloat(css.fontSize);
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const parts = [], rail = layers.rail.filter((one) => !tracks.includes(one));
      const ground = [[layers.neighbours, () => "city__neighbours"], [layers.districts, () => "city__districts"],
        [isCity && !point ? [] : raised, () => "project-map__raised"], [layers.canals, () => "city__canals"], [layers.water, () => "city__water"],
        [rail, (one) => `project-map__rail project-map__rail--${one.kind}`]];
      for (const [features, named] of ground) {
        parts.push(...features.map((one) => shape(one, named(one))));
        if (tao.isThin()) await tao.breathe();
        if (drawn !== size || !node.isConnected) return;
      }
      if (!line && !point) parts.push(...(isCity ? layers.coastline.filter((one) => one.kind === "city_limit") : raised).map((one) => shape(one, `project-map__outline project-map__outline--${family}`)));
      parts.push(...tracks.map((one) => shape(one, `project-map__line project-map__line--${family}`)));
      if (stations.length) parts.push(...stationParts(project, em, width, height));
      else if (line) parts.push(...namesOf(places, project, em));
      else if (!isCity) parts.push(...namesOf(raised, project, em));
      if (point) parts.push(...pond(project(point), em));
      picture.replaceChildren(...parts);
    }
    function pond([x, y], em) {
      const ring = (r, cls) => svg("circle", { class: cls, cx: x.toFixed(1), cy: y.toFixed(1), r: (r * em).toFixed(1) });
      return [ring(1.9, "project-map__ripple project-map__ripple--far"), ring(1.3, "project-map__ripple"), ring(0.75, `project-map__pond project-map__pond--${family}`)];
    }
    const both = (pair, attributes) => svg("g", { class: "words" }, ...pair.map((text, tongue) => svg("text", { ...attributes, lang: tongue ? "en" : "zh-TW" }, text)));
    /** Names of districts stand at their label point. */
    function namesOf(districts, project, em) {
      return districts.map((one) => {
        const label = layers.labels.find((other) => other.name_zh === one.name_zh);
        const spot = label ? tao.basemap.latlngs(label, step) : null;
        if (!spot) return null;
        const [x, y] = project(spot);
        return both([one.name_zh, one.name_en.replace(" District", "")], { class: "project-map__name", x: x.toFixed(1), y: (y + em * 0.35).toFixed(1), "text-anchor": "middle" });
      }).filter(Boolean);
    }
    /** Stations as small ponds on the line; a name stands where it touches no other: right, left, above, below. */
    function stationParts(project, em, width, height) {
      const size = parseFloat(getComputedStyle(node).getPropertyValue("--station-size")) * em || em * 0.85;
      const dots = stations.map((one) => ({ one, spot: project(tao.basemap.latlngs(one, step)) }));
      const discs = dots.map(({ spot }) => svg("circle", { class: "project-map__station", cx: spot[0].toFixed(1), cy: spot[1].toFixed(1), r: (em * 0.24).toFixed(1) }));
      const layer = (tongue) => {
        const frame = node.getBoundingClientRect();
        const spoken = [...node.parentElement.querySelectorAll(".project__words h1 > span, .project__words p")].map((part) => {
          const range = document.createRange();
          range.selectNodeContents(part);
          const box = range.getBoundingClientRect();
          return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
        });
        const taken = dots.map(({ spot: [x, y] }) => [x - em * 0.4, y - em * 0.4, x + em * 0.4, y + em * 0.4]);
        for (const track of tracks) for (const steps of track.g) for (const spot of tao.basemap.points(steps, step)) { const [x, y] = project(spot); taken.push([x - 3, y - 3, x + 3, y + 3]); }
        taken.push(...spoken);
        return dots.map(({ one, spot: [x, y] }) => {
          const name = tongue ? one.name_en : one.name_zh;
          const wide = (one.id.length + 1) * size * 0.6 + name.length * size * (tongue ? 0.52 : 1);
          const tries = [[em * 0.65, size * 0.35, "start"], [-em * 0.65, size * 0.35, "end"], [em * 0.3, -em * 0.55, "start"], [em * 0.3, em * 0.4 + size * 0.8, "start"], [-em * 0.3, -em * 0.55, "end"], [-em * 0.3, em * 0.4 + size * 0.8, "end"], [0, -em * 0.6, "middle"], [0, em * 0.5 + size * 0.8, "middle"], [em * 0.5, -em * 1.5, "start"], [em * 0.5, em * 1.3 + size * 0.8, "start"]];
          for (const [dx, dy, anchor] of tries) {
            const left = x + dx - { start: 0, middle: wide / 2, end: wide }[anchor];
            const box = [left, y + dy - size, left + wide, y + dy + size * 0.25];
            const free = box[0] > 8 && box[2] < width - 8 && box[1] > 4 && box[3] < height && !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
            if (!free) continue;
            taken.push(box);
            return svg("text", { class: "project-map__name", x: (x + dx).toFixed(1), y: (y + dy).toFixed(1), "text-anchor": anchor, style: { "font-size": `${size.toFixed(1)}px` } },
              svg("tspan", { class: "project-map__code" }, one.id), ` ${name}`);
          }
          return null;
        }).filter(Boolean);
      };
      return [...discs, svg("g", { class: "words" }, svg("g", { lang: "zh-TW" }, ...layer(0)), svg("g", { lang: "en" }, ...layer(1)))];
    }
    node.replaceChildren(picture);
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    await draw();
    return { destroy: () => watcher.disconnect() };
  }
  tao.component("project-map", projectMap);
})();
