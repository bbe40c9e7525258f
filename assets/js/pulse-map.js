/* The pulse on the map: hexagons or stations on a canvas of our own, over the ground the map of projects stands on. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const CLASSES = 5;
  const REACH = 22;               // px a finger may be off a station
  const PANE = { name: "pulse", z: 425 };

  /** Colours by role, read once a theme. */
  function roles(node) {
    const probe = el("span", { class: "pulse__probe", "aria-hidden": "true" });
    node.append(probe);
    const read = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    const found = { shades: Array.from({ length: CLASSES }, (_, k) => read(`--pulse-${k}`)), ground: read("--color-ground"), line: read("--color-control-line"), chosen: read("--color-accent"), rim: read("--pulse-rim") };
    probe.remove();
    return found;
  }
  /** Four edges between five groups of about the same size, and the group of a value. */
  function edges(values) {
    const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
    if (!sorted.length) return [];
    const found = [1, 2, 3, 4].map((part) => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * part) / CLASSES))]);
    return [...new Set(found)].filter((edge) => edge < sorted.at(-1));
  }
  /** Few groups are spread over all shades, so that two are as far apart as five. */
  function shade(value, cuts) {
    const group = cuts.filter((edge) => value > edge).length;
    return cuts.length ? Math.round((group * (CLASSES - 1)) / cuts.length) : 2;
  }

  /** The map of ``node``; ``choose(id)`` is called with a touched station. Resolves to null when the page has gone meanwhile. */
  async function pulseMap(node, choose) {
    const [base, map] = await Promise.all([tao.view("basemap"), tao.cityMap.leaflet(node)]);
    if (!map) return null;
    const { L } = window;
    Object.entries({ role: "group", ...tao.named(tao.message("map.keys")) }).forEach(([name, value]) => map.getContainer().setAttribute(name, value));
    const room = () => {
      const style = getComputedStyle(node);
      const px = (side) => parseFloat(style[`padding${side}`]) || 0;
      return { paddingTopLeft: [px("Left"), px("Top")], paddingBottomRight: [px("Right"), px("Bottom")] };
    };
    const whole = () => (getComputedStyle(node).getPropertyValue("--map-part").trim() === "north" ? tao.cityMap.NORTH : tao.cityMap.CITY);
    function fit(state, animate) {
      const district = base.layers.districts.find((one) => one.code === state.district);
      const quiet = !animate || tao.still();
      map.fitBounds(district ? L.latLngBounds(tao.basemap.latlngs(district, base.step).flat(2)) : whole(), { ...room(), animate: !quiet, duration: 0.42, maxZoom: 13 });
    }
    map.invalidateSize({ animate: false });
    map.options.minZoom = Math.min(9, map.getBoundsZoom(tao.cityMap.CITY));
    fit(tao.address.state(), false);
    const { districts, borders, dated } = await tao.cityMap.drawBase(map, base);
    if (!node.isConnected) return null;
    for (const { node: part, opened } of dated) part.classList.toggle("is-later", Boolean(opened) && Number(opened.slice(0, 4)) > tao.address.LAST);
    const rings = new Map(base.layers.districts.map((one) => [one.code, tao.basemap.points(one.g[0][0], base.step).filter((_, number) => number % 4 === 0)]));
    const names = tao.cityMap.drawDistrictNames(map, base);
    const pane = map.createPane(PANE.name);
    pane.style.zIndex = PANE.z;
    pane.style.pointerEvents = "none";
    const canvas = el("canvas", { class: "pulse__canvas", "aria-hidden": "true" });
    pane.append(canvas);
    const brush = canvas.getContext("2d");
    let shown = { kind: "none" }, colours = roles(node), spots = [], chosen = null;

    function draw() {
      const { x: width, y: height } = map.getSize();
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      const origin = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, origin);
      brush.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
      spots = [];
      if (shown.kind === "cells") drawCells(); else if (shown.kind === "stations") drawStations();
      canvas.style.opacity = "";
    }
    function drawCells() {
      brush.lineJoin = "round";
      brush.strokeStyle = colours.ground;
      brush.lineWidth = 1;
      for (const [atX, atY, value] of shown.cells) {
        brush.beginPath();
        shown.shape.forEach(([dx, dy], k) => {
          const { x, y } = map.latLngToLayerPoint([(atY + dy) * shown.step, (atX + dx) * shown.step]);
          if (k) brush.lineTo(x, y); else brush.moveTo(x, y);
        });
        brush.closePath();
        brush.fillStyle = colours.shades[shade(value, shown.cuts)];
        brush.globalAlpha = 0.86;
        brush.fill();
        brush.globalAlpha = 1;
        brush.stroke();
      }
    }
    function drawStations() {
      const scale = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--map-scale")) || 1;
      const far = map.getZoom() - 10;
      const r = Math.max(3.2, Math.min(11, (shown.stations.length > 400 ? 3.4 : 4.6) * 1.35 ** far)) * scale;
      for (const [id, x, y, value] of shown.stations) {
        const at = map.latLngToLayerPoint([y * shown.step, x * shown.step]);
        spots.push({ id, ...at });
        brush.beginPath();
        brush.arc(at.x, at.y, r, 0, 2 * Math.PI);
        brush.fillStyle = value === null ? colours.ground : colours.shades[shade(value, shown.cuts)];
        brush.fill();
        brush.strokeStyle = value === null ? colours.line : colours.rim;
        brush.lineWidth = value === null ? 1.6 : 1;
        brush.setLineDash(value === null ? [3, 2] : []);
        brush.stroke();
      }
      brush.setLineDash([]);
      const mine = spots.find((spot) => spot.id === chosen);
      if (!mine) return;
      brush.strokeStyle = colours.chosen;
      for (const [more, width] of [[3, 3], [9, 1.6]]) {
        brush.lineWidth = width * scale;
        brush.beginPath();
        brush.arc(mine.x, mine.y, r + more * scale, 0, 2 * Math.PI);
        brush.stroke();
      }
    }
    function arrange() {
      node.dataset.zoom = Math.floor(map.getZoom());
      tao.cityMap.letter(map, rings, [], names, [], []);
    }
    /** A station under the finger comes before the district it stands in. */
    function touched(event) {
      if (shown.kind !== "stations" || map.dragging.moved() || event.target.closest("button")) return;
      const at = map.mouseEventToLayerPoint(event);
      const reach = REACH * (parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--map-scale")) || 1);
      const near = spots.map((spot) => ({ id: spot.id, far: Math.hypot(spot.x - at.x, spot.y - at.y) })).filter((spot) => spot.far < reach).sort((a, b) => a.far - b.far)[0];
      if (!near) return;
      event.stopPropagation();
      choose(near.id);
    }
    map.getContainer().addEventListener("click", touched, true);
    districts.forEach((path, code) => path.addEventListener("click", () => {
      if (map.dragging.moved()) return;
      tao.address.set({ district: tao.address.state().district === code ? null : code, station: null }, true);
    }));
    map.on("zoomstart", () => { canvas.style.opacity = "0"; });
    map.on("moveend zoomend", () => { if (node.isConnected) draw(); });
    map.on("zoomend", () => { if (node.isConnected) arrange(); });
    map.on("dblclick", () => tao.address.set({ district: null, station: null }));
    const buttons = el("div", { class: "map__buttons" },
      ...[["plus", "map.nearer", () => map.zoomIn(1)], ["minus", "map.farther", () => map.zoomOut(1)], ["locate", "map.whole", () => { tao.address.set({ district: null, station: null }); fit(tao.address.state(), true); }]].map(([icon, key, act]) =>
        el("button", { type: "button", class: "map__button", ...tao.named(tao.message(key)), on: { click: act } }, tao.icon(icon))));
    node.append(buttons);
    const small = tao.media("(pointer: coarse) and (max-width: 700px)");
    const lock = () => { if (small.matches) map.dragging.disable(); else map.dragging.enable(); map.getContainer().classList.toggle("is-locked", small.matches); };
    small.addEventListener("change", lock);
    lock();
    let seen = `${node.clientWidth} ${node.clientHeight}`;
    const watcher = new ResizeObserver(() => {
      const size = `${node.clientWidth} ${node.clientHeight}`;
      if (size === seen) return;
      seen = size;
      map.invalidateSize({ animate: false });
      fit(tao.address.state(), false);
      arrange();
      draw();
    });
    watcher.observe(node);
    let said = null;
    return {
      /** {kind: "cells", step, shape, cells, cuts}, {kind: "stations", step, stations, cuts} or {kind: "none"}. */
      show(next) { shown = next; node.dataset.kind = next.kind; draw(); },
      update(state, previous) {
        chosen = state.station || null;
        if (!previous || previous.theme !== state.theme) colours = roles(node);
        if (!previous || previous.district !== state.district) {
          for (const paths of [districts, borders]) paths.forEach((path, code) => path.classList.toggle("is-chosen", code === state.district));
          for (const name of names) name.setAttribute("aria-pressed", String(name.code === state.district));
          if (previous) fit(state, true);
        }
        if (said !== state.lang) { said = state.lang; arrange(); }
        draw();
      },
      destroy() { watcher.disconnect(); small.removeEventListener("change", lock); },
    };
  }
  tao.pulseMap = Object.assign(pulseMap, { edges, shade, CLASSES });
})();
