/* The map: Leaflet holds pan, pinch and zoom; the layers are drawn here from the baked basemap, the ponds stand on top. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg } = tao;
  let L = null;                                             // Leaflet comes with Dash
  const CITY = [[24.585, 120.975], [25.13, 121.485]];       // Taoyuan with Fuxing whole
  const NORTH = [[24.765, 120.975], [25.13, 121.485]];      // with Fuxing to its northern third: a wide screen
  const PANES = { land: 210, lines: 220, rail: 230, places: 440, names: 450 };
  const RING = 4;                                           // every fourth point of a border is enough to tell inside from outside
  const STATION_ZOOM = 12;                                  // names of stations have room from here on
  const SPREAD = { 9: 11, 10: 17, 11: 23, 12: 34, 13: 46, 14: 60 };   // px between ponds of a district, by zoom

  async function leaflet(node) {
    await tao.dash.begun();
    while (node.isConnected) {
      const map = node.querySelector(".leaflet-container")?.leafletMap;
      if (map?._loaded) { L = window.L; return map; }
      await tao.frame();
    }
    return null;
  }

  /** The base as three drawings in steps of the view, on the ground that ``bounds`` says: Leaflet only scales them, so that a
      zoom works on no point and a line keeps its width. A phone draws them piece by piece. */
  async function drawBase(map, base) {
    const { step, layers } = base;
    for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
    const { box, bounds } = tao.basemap.ground(layers.neighbours, step);
    const drawings = Object.fromEntries(["land", "lines", "rail"].map((pane) => {
      const drawing = svg("svg", { viewBox: box.join(" "), preserveAspectRatio: "none", class: "map__drawing", "aria-hidden": "true" });
      L.svgOverlay(drawing, bounds, { pane }).addTo(map);
      return [pane, drawing];
    }));
    const shape = (pane, features, className) => {
      const node = svg("path", { class: className, d: features.map((feature) => tao.basemap.outline(feature, step)).join("") });
      drawings[pane].append(node);
      return node;
    };
    /** Features that look alike become one path. */
    function together(pane, features, named) {
      const alike = new Map();
      for (const feature of features) {
        const key = `${named(feature)} ${feature.opened || ""}`;
        if (!alike.has(key)) alike.set(key, []);
        alike.get(key).push(feature);
      }
      return [...alike.values()].map((some) => ({ opened: some[0].opened, node: shape(pane, some, named(some[0])) }));
    }
    together("land", layers.neighbours, () => "map__neighbour");
    const districts = new Map(layers.districts.map((feature) => [feature.code, shape("land", [feature], "map__district")]));
    await tao.breathe();
    together("lines", layers.canals, (one) => `map__canal map__canal--${one.kind}`);
    together("lines", layers.water, (one) => `map__water map__water--${one.kind} map__water--${one.area || "city"}`);
    await tao.breathe();
    together("lines", layers.roads, (one) => `map__road map__road--${one.kind} map__road--${one.area}`);
    together("lines", layers.coastline, (one) => `map__edge map__edge--${one.kind}`);
    await tao.breathe();
    const borders = new Map(layers.districts.map((feature) => [feature.code, shape("lines", [feature], "map__border")]));
    const dated = together("rail", layers.rail, (one) => `map__rail map__rail--${one.kind} map__rail--${one.area || "city"}`);
    const stations = layers.stations.filter((station) => station.kind !== "mrt" || station.district_code);
    for (const part of ["rim", "dot"]) dated.push(...together("rail", stations, (one) => `map__station map__station--${one.kind} map__station--${part}`));
    return { districts, borders, dated, stations, bounds };
  }
  function label(map, feature, step, className, tag) {
    const node = el(tag || "span", { class: className, ...(tag === "button" ? { type: "button" } : {}) }, tao.words([feature.name_zh, feature.name_en]));
    const place = L.divIcon({ html: node, className: "map__place", iconSize: [0, 0] });
    L.marker(tao.basemap.latlngs(feature, step), { icon: place, pane: "names", interactive: false, keyboard: false }).addTo(map);
    node.at = L.latLng(tao.basemap.latlngs(feature, step));
    return node;
  }
  /** Names that need not be buttons: sea, airport, mountains, neighbours; shown from their zoom where nothing is in the way. */
  function drawNames(map, base) {
    return base.layers.labels.filter((feature) => feature.kind !== "district").map((feature) => {
      const node = label(map, feature, base.step, `map__name map__name--${feature.kind}`);
      node.minZoom = feature.min_zoom;
      return node;
    });
  }
  function drawDistrictNames(map, base) {
    return base.layers.labels.filter((feature) => feature.kind === "district").map((feature) => {
      const node = label(map, feature, base.step, "map__name map__name--district", "button");
      node.code = feature.id;
      Object.entries(tao.named(tao.message("map.choose_district", { name: [feature.name_zh, feature.name_en] }))).forEach(([name, value]) => node.setAttribute(name, value));
      node.addEventListener("click", (event) => { event.stopPropagation(); choose(node.code); });
      return node;
    });
  }
  function choose(code) {
    const open = tao.address.state().district === code;
    tao.address.set({ district: open ? null : code, project: null }, true);
  }

  /** Ponds of the map: those with a point there, the others in a sunflower round their district's label point. They stand together
      on ``bounds``, which Leaflet moves and scales as one. */
  function drawPonds(map, city, bounds) {
    const { districts } = tao.model.index(city);
    const counters = new Map();
    const parts = city.projects.filter((project) => project.lat !== undefined || !tao.model.isCitywide(city, project)).sort(tao.pond.byAge).map((project) => {
      const part = tao.pond(project, city);
      const home = districts.get(project.districts[0]);
      const number = counters.get(home?.code) ?? 0;
      if (project.lat === undefined) counters.set(home.code, number + 1);
      part.at = L.latLng(project.lat ?? home.lat, project.lon ?? home.lon);
      part.offset = project.lat === undefined ? tao.pond.sunflower(number) : [0, 0];
      part.fixed = project.lat !== undefined;
      return part;
    });
    const node = el("div", { class: "map__ponds" });
    const corner = L.latLng(bounds[1][0], bounds[0][1]);
    const together = tao.ponds(node, parts);
    L.svgOverlay(node, bounds, { pane: "places" }).addTo(map);
    L.DomEvent.disableClickPropagation(node);
    /** To where ``spread`` has put each, told from the corner of the ground. */
    function place() {
      const { x, y } = map.latLngToLayerPoint(corner);
      for (const part of parts) {
        part.left = part.x - x; part.top = part.y - y;
        part.node.style.left = `${part.left.toFixed(1)}px`;
        part.node.style.top = `${part.top.toFixed(1)}px`;
      }
      together.place();
    }
    return { parts, place, update: together.update };
  }
  /** From its place by so many px. No custom property: all inside would inherit it, and their style be worked out one by one. */
  function shift(node, x, y) { node.style.translate = `${x.toFixed(1)}px ${y.toFixed(1)}px`; }
  /** Move ponds apart until none covers another; a pond with a point of its own gives way least. */
  function spread(map, ponds) {
    const zoom = map.getZoom();
    const low = Math.max(9, Math.min(13, Math.floor(zoom)));
    const gap = (SPREAD[low] + (SPREAD[low + 1] - SPREAD[low]) * (zoom - low)) * (tao.scale || 1);
    const spots = ponds.map((part) => {
      const { x, y } = map.latLngToLayerPoint(part.at);
      return { part, x: x + part.offset[0] * gap, y: y + part.offset[1] * gap, give: part.fixed ? 0.25 : 1 };
    });
    for (let round = 0; round < 30; round += 1) {
      let moved = false;
      for (let i = 0; i < spots.length; i += 1) for (let j = i + 1; j < spots.length; j += 1) {
        const a = spots[i], b = spots[j];
        let dx = b.x - a.x, dy = b.y - a.y;
        if (dx * dx + dy * dy >= gap * gap) continue;
        const far = Math.hypot(dx, dy);
        if (far < 0.01) { [dx, dy] = tao.pond.sunflower(j + 1); }
        const push = (gap - far) / (far || 1) / (a.give + b.give) / 1.6;
        a.x -= dx * push * a.give; a.y -= dy * push * a.give;
        b.x += dx * push * b.give; b.y += dy * push * b.give;
        moved = true;
      }
      if (!moved) break;
    }
    for (const { part, x, y } of spots) { part.x = x; part.y = y; }
  }
  /** Is a point inside a ring of points? Ray casting. */
  function isInside({ x, y }, ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i], b = ring[j];
      if ((a.y > y) !== (b.y > y) && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
  }
  /** Names keep clear of ponds (of every year, so that nothing jumps) and of each other: a district's name looks for room near
      its middle, inside its own borders if it can; the other names step back. */
  function letter(map, rings, ponds, districtNames, names, stations) {
    const zoom = map.getZoom();
    const em = parseFloat(getComputedStyle(map.getContainer()).fontSize);
    const sizes = new Map([...districtNames, ...names, ...stations].map((node) => [node, [node.offsetWidth, node.offsetHeight]]));   // all read before any is moved
    const radius = em * 0.5;
    const taken = ponds.map((part) => [part.x - radius, part.y - radius, part.x + radius, part.y + radius]);
    const overlap = (box, other) => Math.max(0, Math.min(box[2], other[2]) - Math.max(box[0], other[0])) * Math.max(0, Math.min(box[3], other[3]) - Math.max(box[1], other[1]));
    /** How much of ``among`` a box covers; whatever is not below ``most`` is as good as ``most``. */
    function cost(box, among, most) {
      let sum = 0;
      for (const other of among) { sum += overlap(box, other); if (sum >= most) break; }
      return sum;
    }
    const origin = map.getContainer().getBoundingClientRect();
    const room = map.getContainer().closest("[data-component]");
    const boxes = (panel) => (getComputedStyle(panel).display === "contents" ? [...panel.children].flatMap(boxes) : [panel]);
    for (const panel of [...room.parentElement.children, room.querySelector(".map__buttons")].flatMap(boxes)) {
      if (panel === room) continue;
      const { left, top, right, bottom } = panel.getBoundingClientRect();
      const [a, b] = [map.containerPointToLayerPoint([left - origin.left, top - origin.top]), map.containerPointToLayerPoint([right - origin.left, bottom - origin.top])];
      taken.push([a.x, a.y, b.x, b.y]);
    }
    for (const node of districtNames) {
      const { x, y } = map.latLngToLayerPoint(node.at);
      const w = sizes.get(node)[0], h = sizes.get(node)[1] * 0.8;
      const reach = [x - w / 2 - em * 7, y - h / 2 - em * 7, x + w / 2 + em * 7, y + h / 2 + em * 7];
      const near = taken.filter((other) => overlap(reach, other) > 0);      // only what can be in the way is looked at
      const ring = rings.get(node.code).map((spot) => map.latLngToLayerPoint(spot));
      let best = null;
      for (let far = 0; far <= 7 && !(best?.price <= far * em * 4); far += 0.5) for (let turn = 0; turn < (far ? 16 : 1); turn += 1) {
        const cx = x + Math.cos(turn * Math.PI / 8) * far * em, cy = y + Math.sin(turn * Math.PI / 8) * far * em;
        const box = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
        const most = best?.price ?? Infinity, least = far * em * 4 + (isInside({ x: cx, y: cy }, ring) ? 0 : em * em * 2);
        if (least >= most) continue;
        const price = least + cost(box, near, most - least);
        if (price < most) best = { price, box, cx, cy };
      }
      taken.push(best.box, best.box, best.box);      // a name over a name is worse than a pond over a name
      shift(node, best.cx - x, best.cy - y);
    }
    const left = map.containerPointToLayerPoint([0, 0]).x, right = left + map.getSize().x;
    const isCut = (box) => [left, right].some((edge) => box[0] < edge && box[2] > edge);
    for (const node of [...names, ...stations]) {
      node.classList.toggle("is-off", node.minZoom !== undefined && zoom < node.minZoom);
      if (node.classList.contains("is-off")) continue;
      const { x, y } = map.latLngToLayerPoint(node.at);
      const [w, h] = sizes.get(node);
      const spot = [[0, 0], [w / 2 + 10, 0], [-w / 2 - 10, 0]].map(([dx, dy]) => ({ dx, dy, box: [x + dx - w / 2, y + dy - h / 2, x + dx + w / 2, y + dy + h / 2] }))
        .slice(stations.includes(node) ? 1 : 0).find((one) => !isCut(one.box) && cost(one.box, taken, Number.MIN_VALUE) === 0);
      node.classList.toggle("is-off", !spot);
      if (!spot) continue;
      taken.push(spot.box);
      shift(node, spot.dx, spot.dy);
    }
  }

  async function cityMap(node) {
    const [city, base, map] = await Promise.all([tao.view("city"), tao.view("basemap"), leaflet(node)]);
    if (!map) return {};       // the page has gone meanwhile
    Object.entries({ role: "group", ...tao.named(tao.message("map.keys")) }).forEach(([name, value]) => map.getContainer().setAttribute(name, value));
    const room = () => {
      const style = getComputedStyle(node);
      const px = (side) => parseFloat(style[`padding${side}`]) || 0;
      return { paddingTopLeft: [px("Left"), px("Top")], paddingBottomRight: [px("Right"), px("Bottom")] };
    };
    const whole = () => (getComputedStyle(node).getPropertyValue("--map-part").trim() === "north" ? NORTH : CITY);
    function fit(state, animate) {
      const district = base.layers.districts.find((one) => one.code === state.district);
      const quiet = !animate || tao.still();
      map.fitBounds(district ? L.latLngBounds(tao.basemap.latlngs(district, base.step).flat(2)) : whole(), { ...room(), animate: !quiet, duration: 0.42, maxZoom: 13 });
    }
    map.invalidateSize({ animate: false });
    map.options.minZoom = Math.min(9, map.getBoundsZoom(CITY));
    fit(tao.address.state(), false);          // before anything is drawn: nothing is drawn twice
    const isGone = async () => { await tao.breathe(); return !node.isConnected; };
    if (await isGone()) return {};
    const { districts, borders, dated, stations, bounds } = await drawBase(map, base);
    if (await isGone()) return {};
    const rings = new Map(base.layers.districts.map((one) => [one.code, tao.basemap.points(one.g[0][0], base.step).filter((_, number) => number % RING === 0)]));
    const names = drawNames(map, base);
    if (await isGone()) return {};
    const stationNames = [];
    /** The names of stations, once the map is near enough for them. */
    function nameStations() {
      if (stationNames.length || map.getZoom() < STATION_ZOOM) return;
      for (const station of stations) {
        const name = label(map, station, base.step, "map__name map__name--station");
        name.minZoom = STATION_ZOOM;
        stationNames.push(name);
        dated.push({ opened: station.opened, node: name });
      }
      mark(tao.address.state());
    }
    function mark(state) {
      for (const one of dated) {
        const off = Boolean(one.opened) && Number(one.opened.slice(0, 4)) > state.year;
        if (one.off !== off) { one.off = off; one.node.classList.toggle("is-later", off); }
      }
    }
    const districtNames = drawDistrictNames(map, base);
    if (await isGone()) return {};
    const ponds = drawPonds(map, city, bounds);
    districts.forEach((path, code) => path.addEventListener("click", () => { if (!map.dragging.moved()) choose(code); }));

    /** What the keys have led to comes into the free room of the map. */
    const container = map.getContainer();
    container.addEventListener("focusin", ({ target }) => {
      if (!target.matches("button:focus-visible")) return;
      container.scrollTo(0, 0);      // the browser's own way of showing it
      const [box, ground] = [target, container].map((one) => one.getBoundingClientRect());
      const at = [box.x + box.width / 2 - ground.x, box.y + box.height / 2 - ground.y];
      map.panInside(map.containerPointToLatLng(at), { ...room(), animate: false });
    });

    let arranging = 0, standing = false;
    async function arrange() {
      const number = (arranging += 1), isLate = async () => (await isGone()) || number !== arranging;
      tao.scale = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--map-scale")) || 1;
      node.dataset.zoom = Math.floor(map.getZoom());
      nameStations();
      if (tao.isThin() && (await isLate())) return;
      spread(map, ponds.parts);
      if (tao.isThin() && (await isLate())) return;
      ponds.place();
      if (tao.isThin() && (await isLate())) return;
      letter(map, rings, ponds.parts, districtNames, names, stationNames);
    }
    map.on("zoomend", () => { if (standing) arrange(); });
    map.on("dblclick", () => tao.address.set({ district: null, project: null }));
    let seen = `${node.clientWidth} ${node.clientHeight}`;
    const watcher = new ResizeObserver(() => {
      const size = `${node.clientWidth} ${node.clientHeight}`;
      if (size === seen) return;       // it reports once at the start as well
      seen = size;
      map.invalidateSize({ animate: false });
      fit(tao.address.state(), false);
      arrange();
    });
    watcher.observe(node);
    const buttons = el("div", { class: "map__buttons" },
      ...[["plus", "map.nearer", () => map.zoomIn(1)], ["minus", "map.farther", () => map.zoomOut(1)], ["locate", "map.whole", () => tao.address.set({ district: null, project: null })]].map(([icon, key, act]) => {
        const button = el("button", { type: "button", class: "map__button", ...tao.named(tao.message(key)) }, tao.icon(icon));
        button.addEventListener("click", () => { act(); if (icon === "locate") fit(tao.address.state(), true); });
        return button;
      }));
    node.append(buttons);
    await tao.breathe();
    /* On a phone one finger scrolls the page; two fingers move the map. */
    const small = tao.media("(pointer: coarse) and (max-width: 700px)");
    const lock = () => { if (small.matches) map.dragging.disable(); else map.dragging.enable(); map.getContainer().classList.toggle("is-locked", small.matches); };
    small.addEventListener("change", lock);
    lock();
    document.fonts.ready.then(() => node.isConnected && standing && arrange());
    const begun = tao.address.state();
    let said = `${begun.lang}`;
    standing = true;
    ponds.update(begun, null);
    await arrange();
    return {
      update(state, previous) {
        ponds.update(state, previous);
        mark(state);
        if (!previous || previous.district !== state.district) {
          for (const paths of [districts, borders]) paths.forEach((path, code) => path.classList.toggle("is-chosen", code === state.district));
          const chosen = borders.get(state.district);
          chosen?.parentElement.append(chosen);       // over its neighbours' borders
          for (const name of districtNames) name.setAttribute("aria-pressed", String(name.code === state.district));
          if (previous) fit(state, true);
        }
        const asked = `${state.lang}`;
        if (said !== asked) { said = asked; arrange(); }
      },
      destroy() { watcher.disconnect(); small.removeEventListener("change", lock); },
    };
  }
  /** What any other map of the same ground is made with. */
  tao.cityMap = { leaflet, drawBase, drawNames, drawDistrictNames, letter, CITY, NORTH };
  tao.component("city-map", cityMap, { follows: "year" });
})();
