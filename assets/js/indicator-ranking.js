/* The districts in order of the year, each behind the line of its ranks; a once-counted indicator shows bars instead. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;

  async function ranking(node) {
    const [{ step, layers }, { indicators, districts }] = await Promise.all([tao.view("basemap"), tao.view("indicators")]);
    const { atDistricts, yearOf, isPartial, short } = tao.indicator;
    const one = indicators[node.dataset.indicator];
    tao.indicator.settle(one);
    const codes = districts.map((row) => row.code);
    const columns = one.dates.map((date, place) => place).filter((place) => codes.every((code) => one.ranks[code]?.[place] !== null));
    const isOnce = columns.length < 2;
    /** Places of the rows at a date: {code: 0…12}; equal ranks keep the order of the codes. */
    const orderAt = new Map(columns.map((place) => {
      const sorted = [...codes].sort((a, b) => one.ranks[a][place] - one.ranks[b][place] || tao.order(a, b));
      return [place, new Map(sorted.map((code, n) => [code, n]))];
    }));
    const most = Math.max(...codes.flatMap((code) => one.values[code]));
    const heading = el("h2", { class: "indicator__heading" });
    const note = el("p", { class: "ranking__note" });
    const picture = svg("svg", { class: "ranking__lines", "aria-hidden": "true", focusable: "false" });
    const axis = el("div", { class: "ranking__axis", "aria-hidden": "true" });
    const rows = new Map(districts.map((row) => [row.code, build(row)]));
    const list = el("ol", { class: `ranking${isOnce ? " ranking--once" : ""}` }, ...[...rows.values()].map((row) => row.node));
    const room = el("div", { class: "ranking__room" }, ...(isOnce ? [] : [picture, axis]), list);
    node.replaceChildren(heading, room, note);

    function build(row) {
      const shape = layers.districts.find((part) => part.code === row.code);
      const spots = shape.g.flat().flatMap((steps) => tao.basemap.points(steps, step));
      const box = [[Math.min(...spots.map((s) => s[0])), Math.min(...spots.map((s) => s[1]))], [Math.max(...spots.map((s) => s[0])), Math.max(...spots.map((s) => s[1]))]];
      const outline = svg("svg", { class: "ranking__shape", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: tao.basemap.path(shape, step, tao.basemap.projection(box, 24, 24)) }));
      const rank = el("span", { class: "ranking__rank num" }), value = el("span", { class: "ranking__value num" }), bar = el("span", { class: "ranking__bar" });
      const button = el("button", { type: "button", class: "ranking__row" }, ...(isOnce ? [bar] : []), rank, outline, el("span", { class: "ranking__name" }, words(short([row.name_zh, row.name_en]))), value);
      button.addEventListener("click", () => tao.address.set({ district: tao.address.state().district === row.code ? null : row.code }));
      return { node: el("li", {}, button), button, rank, value, bar, names: [row.name_zh, row.name_en] };
    }
    function fill(state) {
      const place = isOnce ? columns[0] : atDistricts(one, state.year);
      const known = place >= 0 && orderAt.has(place);
      const year = known ? yearOf(one.dates[place]) : state.year;
      heading.replaceChildren(words(message(known ? "indicator.ranking_heading" : "indicator.ranking_none", { year: String(year) })));
      note.replaceChildren(words(message(isOnce ? "indicator.ranking_note_once" : "indicator.ranking_note")), ...(known && isPartial(one, place) ? [el("span", { class: "ranking__caution" }, " ", tao.icon("circle-alert"), words(message("indicator.caution_partial")))] : []));
      const order = known ? [...orderAt.get(place).keys()] : codes;
      const focused = document.activeElement;
      for (const code of order) {
        const row = rows.get(code), value = known ? one.values[code][place] : null;
        row.rank.textContent = known ? one.ranks[code][place] : "";
        row.value.replaceChildren(value === null ? words(message("indicator.no_data")) : document.createTextNode(tao.grouped(value)));
        row.bar.style.setProperty("--part", value === null ? 0 : value / most);
        row.button.setAttribute("aria-pressed", String(state.district === code));
        const said = value === null ? message("indicator.rank_unknown", { name: row.names }) : message("indicator.rank", { rank: String(one.ranks[code][place]), name: row.names, value: tao.number(value), unit: one.unit });
        for (const [name, text] of Object.entries(tao.named(said))) row.button.setAttribute(name, text);
        if (value === null) delete row.node.dataset.fact; else row.node.dataset.fact = `indicators:${node.dataset.indicator}:${code}:${one.dates[place]}`;
        list.append(row.node);
      }
      if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
    }
    /** Ranks from year to year up to the year shown; from there the line runs straight to its row. */
    function draw(state) {
      if (isOnce) return;
      const box = list.getBoundingClientRect();
      const wide = parseFloat(getComputedStyle(list).paddingLeft);
      if (!box.height || !wide) return;
      const em = parseFloat(getComputedStyle(node).fontSize), tall = box.height / codes.length;
      const years = columns.map((place) => yearOf(one.dates[place]));
      const first = years[0], last = years.at(-1);
      const x = (year) => em * 0.7 + ((wide - em * 1.9) * (year - first)) / (last - first);
      const y = (place, code) => (orderAt.get(place).get(code) + 0.5) * tall;
      const past = columns.filter((place) => yearOf(one.dates[place]) <= state.year);
      const chosenLast = [...codes].sort((a, b) => (a === state.district) - (b === state.district));
      const parts = [];
      if (past.length) {
        const now = x(yearOf(one.dates[past.at(-1)]));
        parts.push(svg("path", { class: "ranking__now", d: `M${now.toFixed(1)} 0V${box.height.toFixed(1)}` }));
        for (const code of chosenLast) {
          const chosen = code === state.district ? " is-chosen" : "";
          const spots = past.map((place) => [x(yearOf(one.dates[place])), y(place, code)]);
          let d = `M${spots[0][0].toFixed(1)} ${spots[0][1].toFixed(1)}`;
          for (let n = 1; n < spots.length; n += 1) { const [ax, ay] = spots[n - 1], [bx, by] = spots[n], mid = ((ax + bx) / 2).toFixed(1); d += `C${mid} ${ay.toFixed(1)} ${mid} ${by.toFixed(1)} ${bx.toFixed(1)} ${by.toFixed(1)}`; }
          parts.push(svg("path", { class: `ranking__lead${chosen}`, d: `M${now.toFixed(1)} ${spots.at(-1)[1].toFixed(1)}H${wide.toFixed(1)}` }));
          parts.push(svg("path", { class: `ranking__line${chosen}`, d }));
          for (const [sx, sy] of spots) parts.push(svg("circle", { class: `ranking__dot${chosen}`, cx: sx.toFixed(1), cy: sy.toFixed(1), r: Math.min(em * (chosen ? 0.26 : 0.15), (x(first + 1) - x(first)) * 0.36).toFixed(1) }));
        }
      }
      picture.setAttribute("viewBox", `0 0 ${wide} ${box.height}`);
      picture.style.setProperty("width", `${wide}px`);
      picture.style.setProperty("height", `${box.height}px`);
      picture.replaceChildren(...parts);
      axis.replaceChildren(...years.map((year, n) => {
        const shown = n === 0 || n === years.length - 1 || year === state.year;
        return el("span", { class: `ranking__year num${year === state.year ? " is-chosen" : ""}`, style: { left: `${x(year).toFixed(1)}px` } }, shown && (year === state.year || Math.abs(year - state.year) > 1) ? String(year) : "");
      }));
    }
    const watcher = new ResizeObserver(() => draw(tao.address.state()));
    watcher.observe(room);
    return { update(state) { fill(state); draw(state); }, destroy: () => watcher.disconnect() };
  }
  tao.component("indicator-ranking", ranking, { follows: "year" });
})();
