/* The city pulse: measure, period, place and moment stand in the address; what they mean now is asked of /live/pulse. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao, age = tao.liveAge;
  const AGAIN_MS = 60000;         // new rows are seen within a minute
  const PLAY_MS = 650;
  const FRAMES = 24;              // steps of a played span
  const CITY = ["全市", "Whole city"];

  async function pulse(node) {
    const find = (name) => node.querySelector(`.pulse__${name}`);
    const [reading, stationBox, table, lineBox, mapBox] = ["reading", "station", "table", "line", "map"].map(find);
    const chips = { measure: [...node.querySelectorAll("[data-measure]")], period: [...node.querySelectorAll("[data-period]")] };
    const base = await tao.view("basemap");
    const places = new Map(base.layers.districts.map((one) => [one.code, [one.name_zh, one.name_en]]));
    const first = { measure: chips.measure[0].dataset.measure, period: chips.period[0].dataset.period };
    const kept = new Map();       // address -> last answer of this visit, for when the server is away
    let turn = 0, now = null, play = null, lost = false, map = null, cuts = [], live = true;

    for (const [name, some] of Object.entries(chips)) for (const chip of some) chip.addEventListener("click", () => { stop(); tao.address.set({ [name]: chip.dataset[name], at: null, station: null, ...(name === "measure" ? { source: null } : {}) }, true); });
    const frames = el("div", { class: "pulse__frames" });
    const player = el("button", { type: "button", class: "pulse__play", ...tao.named(message("pulse.play", {})) }, tao.icon("play"));
    player.addEventListener("click", () => (play ? stop() : start()));
    lineBox.replaceChildren(player, frames);
    const line = tao.pulseLine(frames, (iso) => { stop(); const asked = wanted(tao.address.state()); tao.address.set({ period: asked.period === "now" ? "day" : asked.period, at: iso, station: null }); });
    const key = el("ul", { class: "pulse__key", ...tao.named(message("pulse.key", {})) });
    const draws = el("div", { class: "pulse__draw", role: "group", ...tao.named(message("pulse.shown_as", {})) },
      ...["stations", "density"].map((kind) => el("button", { type: "button", class: "pulse__drawn", "data-draw": kind, "aria-pressed": "false", on: { click: () => tao.address.set({ draw: kind }) } }, words(message(`pulse.${kind}`, {})))));
    const note = el("p", { class: "pulse__note", hidden: true });
    find("choices").append(el("div", { class: "pulse__drawing" }, draws, key, note));

    /** Fill ``box``; what is not there is left out. */
    const fill = (box, ...parts) => box.replaceChildren(...parts.filter(Boolean));
    /** What the address asks for. */
    function wanted(state) {
      const known = (name) => (chips[name].some((chip) => chip.dataset[name] === state[name]) ? state[name] : first[name]);
      const period = known("period");
      return { measure: known("measure"), period, district: places.has(state.district) ? state.district : null, station: state.station || null, source: state.source || null, at: period === "now" ? null : state.at || null, draw: period === "now" && state.draw !== "density" ? "stations" : "density" };
    }
    const address = (path, values) => { const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString(); return `/live/pulse${path}${query ? `?${query}` : ""}`; };
    async function ask(path, values) {
      const url = address(path, values);
      try {
        const answer = await fetch(url);
        if (!answer.ok) return null;
        const found = await answer.json();
        kept.set(url, found);
        if (kept.size > 200) kept.delete(kept.keys().next().value);
        return found;
      } catch {
        lost = true;
        return kept.get(url) || null;
      }
    }
    async function load(state) {
      const number = (turn += 1), asked = wanted(state);
      lost = false;
      press(asked);
      node.setAttribute("aria-busy", "true");
      const { measure, period, district, source, at } = asked;
      const ways = [ask("", {}), ask(`/${measure}`, { period: period === "now" ? "day" : period, district, source }), ask(`/${measure}/places`, { period, source, at }),
        at ? ask(`/${measure}/places`, { period, source }) : null,
        asked.draw === "stations" || district ? ask(`/${measure}/stations`, { district, source }) : null,
        asked.station ? ask(`/${measure}/stations/${encodeURIComponent(asked.station)}`, { source }) : null];
      const [standing, told, where, span, stations, station] = await Promise.all(ways);
      if (number !== turn || !live) return;
      now = { asked, standing, told: told?.values ? told : null, where, span: span || where, stations, station };
      paint();
      node.removeAttribute("aria-busy");
    }

    const unit = () => message(`pulse.unit_${now.asked.measure}`, {});
    const shown = (value) => {
      if (value === null || value === undefined) return message("pulse.no_value", {});
      const digits = now.told?.digits ?? 1, text = tao.grouped(value, digits);
      return [text, text];
    };
    const withUnit = (value) => (value === null || value === undefined ? message("pulse.no_value", {}) : message("pulse.with_unit", { value: shown(value), unit: unit() }));
    const what = () => message(`pulse.${now.asked.measure}_told`, {});

    function paint() {
      const { asked, standing, told } = now;
      node.dataset.heard = told ? "told" : "never";
      node.dataset.simulated = String(Boolean(told?.simulated));
      mark(standing, asked);
      paintReading();
      paintStation();
      paintTable();
      paintMap();
      lineBox.hidden = !told;
      if (told) line.show({ ...told, period: asked.period === "now" ? "day" : asked.period }, asked.at || (asked.period === "now" ? tao.pulseLine.later(told.from, told.step, told.values.length - 1) : null), withUnit);
      tao.language.apply(node);
    }
    /** A choice is seen at once, its answer when it has come. */
    function press(asked) {
      for (const [name, some] of Object.entries(chips)) for (const chip of some) chip.setAttribute("aria-pressed", String(chip.dataset[name] === asked[name]));
      for (const button of draws.children) button.setAttribute("aria-pressed", String(button.dataset.draw === asked.draw));
    }
    /** Chips that are lit have rows; the ages of the datasets stand where the page left room for them. */
    function mark(standing, asked) {
      for (const section of node.querySelectorAll("[data-of]")) section.hidden = section.dataset.of !== asked.measure;
      if (!standing) return;
      for (const one of standing.measures) {
        chips.measure.find((chip) => chip.dataset.measure === one.measure)?.classList.toggle("is-dry", !one.sources.some((source) => source.shown));
        for (const source of one.sources) {
          const item = node.querySelector(`[data-live="${source.name}"]`);
          item.dataset.state = source.state;
          item.classList.toggle("is-shown", one.measure === asked.measure && source.name === now.told?.source);
          item.querySelector("[data-age]").replaceChildren(words(source.age_s === null ? message("pulse.none_yet", {}) : age(source.age_s)));
          item.querySelector(".pulse-source__choose")?.remove();
          if (source.rows && source.name !== now.told?.source && one.measure === asked.measure) item.append(el("button", { type: "button", class: "button pulse-source__choose", on: { click: () => tao.address.set({ source: source.name, station: null }) } }, words(message("pulse.choose_source", {}))));
        }
      }
    }
    function paintReading() {
      const { asked, told, standing, where } = now;
      if (!told) {
        reading.replaceChildren(el("h2", { class: "pulse__never" }, el("span", { class: "pulse__pond", "aria-hidden": "true" }), words(message("pulse.never", {}))), el("p", { class: "pulse__said" }, words(message(lost ? "pulse.offline" : "pulse.never_said", {}))));
        return;
      }
      const source = standing?.measures.find((one) => one.measure === asked.measure)?.sources.find((one) => one.name === told.source);
      const step = asked.at ? Math.round((Date.parse(`${asked.at.length === 10 ? `${asked.at}T00:00` : asked.at}Z`) - Date.parse(`${told.from}Z`)) / (told.step === "day" ? 86400000 : 3600000)) : -1;
      const value = asked.at ? told.values[step] ?? null : asked.period === "now" ? told.values.at(-1) : told.all;
      const when = asked.at || asked.period === "now" ? message("pulse.as_of", { time: tao.pulseLine.said(where?.from || told.newest.slice(0, 16), told.step) }) : message("pulse.from_to", { from: tao.pulseLine.said(told.from, told.step), to: tao.pulseLine.said(tao.pulseLine.later(told.to, told.step, -1), told.step) });
      const freshness = source?.age_s === null || source === undefined ? null : message(source.state === "stale" ? "pulse.stale" : "pulse.fresh", { age: age(source.age_s) });
      fill(reading,
        el("h2", { class: "pulse__place" }, words(asked.district ? places.get(asked.district) : CITY), asked.district ? el("button", { type: "button", class: "pulse__all", on: { click: () => tao.address.set({ district: null, station: null }) } }, tao.icon("x"), words(message("pulse.back", {}))) : null),
        el("p", { class: "pulse__figure" }, el("b", { class: `num${value === null ? " is-unknown" : ""}` }, words(shown(value))), value === null ? null : el("span", { class: "pulse__unit" }, words(unit()))),
        el("p", { class: "pulse__what" }, words(what())),
        told.summed ? null : el("p", { class: "pulse__said" }, words(message("pulse.unsummed", {}))),
        el("p", { class: "pulse__when" }, words(when)),
        source ? el("p", { class: `pulse__age${source.state === "stale" ? " is-stale" : ""}` }, tao.icon(source.state === "stale" ? "circle-alert" : "clock"), el("span", {}, words(message("pulse.source_shown", { title: [source.title["zh-TW"], source.title.en] })), " · ", freshness ? words(freshness) : null)) : null,
        told.simulated ? el("p", { class: "pulse__demo" }, words(message("pulse.demo_badge", {}))) : null,
        lost ? el("p", { class: "pulse__age is-stale", role: "status" }, tao.icon("wifi-off"), words(message("pulse.offline", {}))) : null);
    }
    function paintStation() {
      const { station, asked, told } = now;
      stationBox.hidden = !(station && told);
      if (stationBox.hidden) { stationBox.line?.destroy(); stationBox.line = null; return; }
      stationBox.line?.destroy();
      const room = el("div", { class: "pulse__station-line" });
      const title = station.source ? now.standing?.measures.find((one) => one.measure === asked.measure)?.sources.find((one) => one.name === station.source)?.title : null;
      fill(stationBox,
        el("button", { type: "button", class: "pulse__close", ...tao.named(message("pulse.close", {})), on: { click: () => tao.address.set({ station: null }) } }, tao.icon("x")),
        el("h2", { class: "pulse__station-name" }, station.name[0] === station.name[1] ? el("span", { lang: "zh-TW" }, station.name[0]) : words(station.name)),
        el("p", { class: "pulse__figure" }, el("b", { class: "num" }, words(shown(station.value))), station.value === null ? null : el("span", { class: "pulse__unit" }, words(unit()))),
        el("p", { class: "pulse__when" }, words(message("pulse.as_of", { time: tao.pulseLine.said(station.time, "hour") })), places.has(station.district) ? " · " : null, places.has(station.district) ? words(places.get(station.district)) : null),
        title ? el("p", { class: "pulse__when" }, words(message("pulse.source_shown", { title: [title["zh-TW"], title.en] }))) : null,
        el("p", { class: "pulse__when" }, words(message("pulse.station_day", {}))), room);
      stationBox.line = tao.pulseLine(room, null);
      stationBox.line.show({ ...station, period: "day" }, null, withUnit);
    }
    /** The same as the map, as a table: the districts, or the stations of the chosen one. */
    function paintTable() {
      const { asked, told, where, stations } = now;
      if (!told || !where?.districts) { table.replaceChildren(); return; }
      const values = where.districts;
      const listsStations = asked.district && stations?.stations?.length && asked.period === "now";
      const most = Math.max(...Object.values(values).filter((value) => value !== null), 1e-9);
      const row = (button, value, pressed, topmost) => el("tr", { class: pressed ? "is-chosen" : null }, el("th", { scope: "row" }, button), el("td", {}, el("span", { class: "pulse__bar", "aria-hidden": "true", style: { "--part": value === null ? 0 : (value / topmost).toFixed(3) } }), el("b", { class: value === null ? "is-unknown" : "num" }, words(shown(value)))));
      let rows;
      if (listsStations) {
        const largest = Math.max(...stations.stations.map((one) => one[3] ?? 0), 1e-9);
        rows = stations.stations.map(([id, , , value, zh, en]) => row(el("button", { type: "button", class: "pulse__row", "aria-pressed": String(id === asked.station), on: { click: () => tao.address.set({ station: id === asked.station ? null : id }) } }, zh === en ? el("span", { lang: "zh-TW" }, zh) : words([zh, en])), value, id === asked.station, largest));
      } else {
        rows = [...places].map(([code, pair]) => [code, pair, values[code] ?? null]).sort((a, b) => (b[2] ?? -Infinity) - (a[2] ?? -Infinity)).map(([code, pair, value]) => row(el("button", { type: "button", class: "pulse__row", "aria-pressed": String(code === asked.district), on: { click: () => tao.address.set({ district: code === asked.district ? null : code, station: null }, true) } }, words(pair.map((name) => name.replace(" District", "")))), value, code === asked.district, most));
      }
      const caption = listsStations ? message("pulse.table_stations", { place: places.get(asked.district), unit: unit() }) : message("pulse.table", { what: what(), unit: unit() });
      table.replaceChildren(el("table", { class: "pulse__rows" }, el("caption", {}, words(caption)), el("thead", { class: "unseen" }, el("tr", {}, el("th", { scope: "col" }, words(message("pulse.place", {}))), el("th", { scope: "col" }, words(message("pulse.value", {}))))), el("tbody", {}, ...rows)));
    }
    function paintMap() {
      const { asked, told, where, span, stations } = now;
      const tooMany = asked.draw === "stations" && stations && stations.count > 0 && !stations.stations.length;
      const kind = !told ? "none" : asked.draw === "stations" && !tooMany ? "stations" : "cells";
      draws.hidden = !told || asked.period !== "now";
      note.hidden = !tooMany;
      if (tooMany) note.replaceChildren(words(message("pulse.too_many", { count: tao.number(stations.count) })));
      const values = kind === "stations" ? (stations?.stations || []).map((one) => one[3]) : (span?.cells || []).map((one) => one[2]);
      cuts = tao.pulseMap.edges(values);
      paintKey(kind === "none" || !values.length);
      map?.show(kind === "stations" && stations ? { kind, step: stations.step, stations: stations.stations, cuts } : kind === "cells" && where?.cells ? { kind, step: where.step, shape: where.shape, cells: where.cells, cuts } : { kind: "none" });
    }
    function paintKey(hidden) {
      key.hidden = hidden;
      if (hidden) return;
      const groups = [...cuts, null];
      key.replaceChildren(...groups.map((edge, n) => el("li", {}, el("span", { class: `pulse__swatch pulse__swatch--${tao.pulseMap.shade(edge ?? Infinity, cuts)}` }),
        words(edge === null && !cuts.length ? shown(now.where?.cells?.[0]?.[2] ?? null) : message(edge === null ? "pulse.over" : "pulse.up_to", { value: shown(edge ?? cuts.at(-1)) })))), el("li", {}, words(unit())));
    }
    /** Through the span in some two dozen steps; any other touch ends it. */
    function start() {
      const asked = wanted(tao.address.state());
      const { told } = now || {};
      if (!told) return;
      const period = asked.period === "now" ? "day" : asked.period;
      const by = Math.max(1, Math.round(told.values.length / FRAMES));
      let n = 0;
      const next = async () => {
        if (!play) return;
        if (n >= told.values.length) { stop(); return; }
        tao.address.set({ period, at: tao.pulseLine.later(told.from, told.step, n), station: null });
        n += by;
        play = setTimeout(next, PLAY_MS);
      };
      play = setTimeout(next, 0);
      player.replaceChildren(tao.icon("pause"));
      Object.entries(tao.named(message("pulse.pause", {}))).forEach(([name, value]) => player.setAttribute(name, value));
    }
    function stop() {
      if (!play) return;
      clearTimeout(play);
      play = null;
      player.replaceChildren(tao.icon("play"));
      Object.entries(tao.named(message("pulse.play", {}))).forEach(([name, value]) => player.setAttribute(name, value));
    }
    const clock = setInterval(() => { if (!document.hidden && !play && live) load(tao.address.state()); }, AGAIN_MS);
    await load(tao.address.state());
    tao.pulseMap(mapBox, (id) => { stop(); tao.address.set({ station: tao.address.state().station === id ? null : id }); }).then((made) => {
      if (!made) return;
      if (!live) { made.destroy(); return; }
      map = made;
      map.update(tao.address.state(), null);
      if (now) paintMap();
      node.dataset.map = "stands";
    }).catch((error) => console.error("the map of the pulse cannot be shown", error));
    const ASKED = ["measure", "period", "district", "station", "source", "at", "draw"];
    return {
      update(state, previous) {
        map?.update(state, previous);
        if (!previous) return;
        if (ASKED.some((name) => previous[name] !== state[name])) load(state); else if (previous.lang !== state.lang && now) paint();
      },
      destroy() { live = false; stop(); clearInterval(clock); line.destroy(); stationBox.line?.destroy(); map?.destroy(); },
    };
  }
  tao.component("pulse", pulse);
})();
