/* Five streams of events under one year: drawn once for a size and a language; a year changes marks, never places. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;
  const RADII = [0.44, 0.26, 0.19, 0.15];        // of an event by importance 1 to 4, in text sizes
  const LEAST = 2.8;                               // px; a smaller disc is not seen
  const REACH = { hall: 90, web: 44 };           // px a finger may miss by: 24 mm in the hall, one target on the web
  const MOST_ROWS = 6;
  const PORTRAIT = "(min-width: 1000px) and (min-height: 1500px)";
  const HALL = `${PORTRAIT}, (min-width: 1800px) and (min-height: 1000px) and (orientation: landscape)`;

  async function timeline(node) {
    const city = await tao.view("city");
    await tao.frame();
    const page = node.closest(".timeline"), reader = page.querySelector(".milestone"), track = page.querySelector(".ribbon__track");
    const water = svg("svg", { class: "streams__water", "aria-hidden": "true", focusable: "false" });
    const line = svg("path", { class: "streams__line" });
    const pointer = svg("svg", { class: "streams__pointer", "aria-hidden": "true", focusable: "false" }, line);
    const years = city.years.map((year) => el("span", { class: "streams__year", "data-of": year }, String(year)));
    const before = el("span", { class: "streams__before", "aria-hidden": "true" }, words(message("timeline.before")));
    const now = el("span", { class: "streams__now" });
    const lanes = city.families.map(lane);
    const moments = lanes.flatMap((one) => one.moments);
    const byEvent = new Map(moments.map((one) => [one.event, one]));
    let drawn = null, focused = null, lit = null, sunkBy = null;

    function moment(event) {
      const precision = tao.milestones.precision(event);
      const name = message("timeline.event", { date: tao.date(event.date), title: tao.model.pair(event, "title") });
      const button = el("button", { type: "button", class: "moment", tabindex: "-1", "aria-pressed": "false", "data-fact": `milestones:${event.id}`, "data-weight": event.importance,
        "data-precision": precision ? "coarse" : false, ...tao.named(precision ? name.map((text, n) => `${text}${n ? ", " : "，"}${precision[n]}`) : name) }, el("span", { class: "moment__disc" }));
      const one = { event, button, time: tao.streams.years(event.date), weight: event.importance, label: null, stem: null };
      if (event.importance === 1) {
        one.label = el("span", { class: "moment__name", "aria-hidden": "true" }, words(tao.model.pair(event, "title")));
        one.stem = svg("path", { class: "moment__stem" });
      }
      return one;
    }
    function lane(family) {
      const mine = city.milestones.filter((event) => event.family === family.id).map(moment);
      const groups = new Map([null, ...city.years].map((year) => [year, el("div", { class: "stream__year", "data-of": year })]));
      const stems = new Map([null, ...city.years].map((year) => [year, svg("g", { class: "stream__stems" })]));
      for (const one of mine) {
        const year = one.event.year < tao.address.FIRST ? null : one.event.year;
        groups.get(year).append(one.button, ...(one.label ? [one.label] : []));
        if (one.stem) stems.get(year).append(one.stem);
      }
      const named = message(mine.length === 1 ? "timeline.lane_one" : "timeline.lane", { name: tao.model.pair(family, "name"), count: tao.number(mine.length) });
      const band = svg("path", { class: `stream__band event--${family.id}` });
      const group = el("div", { class: `stream event--${family.id}`, role: "group", ...tao.named(named) }, ...groups.values());
      return { family, moments: mine, groups, stems, band, node: group, tab: null };
    }

    /* Places --------------------------------------------------------------------------------------------------------- */

    function layout() {
      const box = node.getBoundingClientRect();
      if (!box.width || !box.height) return;
      const portrait = matchMedia(PORTRAIT).matches, em = parseFloat(getComputedStyle(node).fontSize);
      const outer = page.getBoundingClientRect(), rail = track.getBoundingClientRect(), said = reader.getBoundingClientRect(), head = page.querySelector(".timeline__head").getBoundingClientRect();
      node.dataset.runs = portrait ? "down" : "right";
      const short = em * 2;
      const axis = portrait ? tao.streams.axis(short, (box.height - short) / city.years.length, short)
        : tao.streams.axis(rail.left - box.left, rail.width / city.years.length, Math.min(em * 1.9, rail.left - box.left));
      for (const one of lanes) {
        for (const spot of one.moments) { spot.radius = Math.max(LEAST, RADII[spot.weight - 1] * em * (portrait ? 0.9 : 1)); spot.along = axis.place(spot.event, spot.radius); }
        [one.up, one.down] = tao.streams.swarm(one.moments, em * 0.07);
      }
      drawn = { portrait, em, axis, width: box.width, height: box.height, left: box.left - outer.left, top: box.top - outer.top,
        reader: { top: said.top - box.top, left: said.left - box.left, right: outer.right - parseFloat(getComputedStyle(page).paddingRight) - box.left, bottom: said.bottom - box.top },
        headRight: head.right - box.left };
      if (portrait) placeDown(); else placeAcross();
      for (const one of lanes) for (const spot of one.moments) {
        const [x, y] = portrait ? [one.centre + spot.across, spot.along] : [spot.along, one.centre + spot.across];
        Object.assign(spot, { x, y });
        spot.button.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
        spot.button.style.setProperty("--r", `${spot.radius.toFixed(1)}px`);
      }
      if (portrait) nameBeside(); else nameAbove();
      bands();
      for (const svgNode of [water, pointer]) { svgNode.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`); svgNode.setAttribute("width", box.width); svgNode.setAttribute("height", box.height); }
      years.forEach((year, number) => { const at = axis.start + number * axis.column; year.style.transform = portrait ? `translateY(${at}px)` : `translateX(${at}px)`; });
      before.style.transform = portrait ? "none" : `translateX(${axis.start - axis.before}px)`;
      now.style.cssText = portrait ? `height:${axis.column}px;top:${axis.start}px` : `width:${axis.column}px;left:${axis.start}px`;
      lit = null;
      update(tao.address.state(), null);
    }
    /** Streams to the right: each lane as high as its ponds and its names need, what is left shared out. */
    function placeAcross() {
      const { em, axis, width, height } = drawn, gap = em * 0.25;
      for (const spot of moments) if (spot.label) { spot.label.hidden = false; spot.label.style.maxWidth = "none"; }
      const named = lanes.map((one) => one.moments.filter((spot) => spot.label).map((spot) => ({ spot, along: spot.along, width: spot.label.offsetWidth, precision: spot.event.date.length })));
      const rowHeight = Math.max(...named.flat().map(({ spot }) => spot.label.offsetHeight));
      const low = Math.max(0, axis.start - axis.before), base = RADII[0] * em + em * 0.25;      // names begin this far above the middle, where no pond is in the way
      const discs = lanes.map((one) => one.moments.map((spot) => ({ from: spot.along - spot.radius - 2, to: spot.along + spot.radius + 2, rows: Math.ceil((spot.radius - spot.across - base + 2) / rowHeight) })).filter((disc) => disc.rows > 0));
      const fit = (number, most) => tao.streams.fit(named[number], most, discs[number], low, width, gap);
      const rowsOf = (names) => Math.max(0, ...names.map((name) => name.row));
      const band = [0, width, em * 0.5];
      const hanging = lanes.map((one) => [band, ...one.moments.map((spot) => [spot.along - spot.radius, spot.along + spot.radius, spot.across + spot.radius])]);
      const standing = (one, names) => [band, ...one.moments.map((spot) => [spot.along - spot.radius, spot.along + spot.radius, spot.radius - spot.across]),
        ...names.map((name) => [Math.min(name.from, name.along) - 2, Math.max(name.to, name.along) + 2, base + name.row * rowHeight])];
      const pad = em * 0.22, foot = em * 0.5;
      /** Where the middle of each lane comes, as close to the one above as its ponds and names allow; the last number is the whole height. */
      function middles(all) {
        const found = [Math.max(em, ...standing(lanes[0], all[0]).map((part) => part[2]))];
        for (let n = 1; n < lanes.length; n += 1) found.push(found[n - 1] + Math.max(em * 2.6, tao.streams.apart(hanging[n - 1], standing(lanes[n], all[n])) + pad));
        return [...found, found.at(-1) + Math.max(...hanging.at(-1).map((part) => part[2])) + foot];
      }
      let names = lanes.map((_, number) => fit(number, MOST_ROWS));
      for (let found = middles(names); found.at(-1) > height; found = middles(names)) {
        const fewer = lanes.map((_, number) => (rowsOf(names[number]) > 1 ? names.map((own, n) => (n === number ? fit(number, rowsOf(own) - 1) : own)) : null)).filter(Boolean)
          .map((all) => ({ all, loss: names.flat().length - all.flat().length, high: middles(all).at(-1) })).sort((a, b) => a.loss - b.loss || a.high - b.high);
        if (!fewer.length) break;
        names = fewer[0].all;
      }
      const found = middles(names), spare = Math.max(0, height - found.at(-1)) / lanes.length;
      lanes.forEach((one, number) => {
        Object.assign(one, { rowHeight, base, names: names[number], centre: found[number] + spare * (number + 0.5) });
        page.style.setProperty(`--lane-${one.family.id}`, `${(drawn.top + one.centre).toFixed(1)}px`);
      });
    }
    function nameAbove() {
      const { em } = drawn, gap = em * 0.25;
      for (const one of lanes) {
        const placed = new Map(one.names.map((name) => [name.spot, name]));
        for (const spot of one.moments) {
          if (!spot.label) continue;
          const name = placed.get(spot);
          show(spot, Boolean(name));
          if (!name) continue;
          const top = one.centre - one.base - name.row * one.rowHeight;
          spot.label.style.transform = `translate(${(name.side === "after" ? spot.x + gap : spot.x - gap - name.width).toFixed(1)}px, ${top.toFixed(1)}px)`;
          spot.stem.setAttribute("d", `M${spot.x.toFixed(1)} ${(top + one.rowHeight * 0.14).toFixed(1)}V${(spot.y - spot.radius).toFixed(1)}`);
        }
      }
    }
    /** Streams running down: five columns, the stream in the left third of each, names where there is room. */
    function placeDown() {
      const { em, width } = drawn, from = em * 2.6, column = (width - from) / lanes.length;
      lanes.forEach((one, number) => {
        one.edge = from + number * column;
        one.centre = one.edge + column * 0.3;
        page.style.setProperty(`--lane-${one.family.id}`, `${(drawn.left + one.edge).toFixed(1)}px`);
      });
    }
    function nameBeside() {
      const { em, width, height } = drawn, gap = em * 0.22;
      const named = moments.filter((spot) => spot.label).map((spot) => ({ spot, x: spot.x, y: spot.y, radius: spot.radius, sizes: [] }));
      for (const { spot } of named) { spot.label.hidden = false; spot.label.style.maxWidth = "none"; }
      const whole = named.map(({ spot }) => spot.label.offsetWidth);
      for (const lines of [1, 2, 3, 4]) {
        named.forEach((name, number) => { name.spot.label.style.maxWidth = `${Math.ceil(whole[number] / lines * (lines > 1 ? 1.18 : 1.01)) + 2}px`; });
        named.forEach((name) => { name.sizes.push([name.spot.label.offsetWidth, name.spot.label.offsetHeight, lines, name.spot.label.style.maxWidth]); });
      }
      const discs = moments.map((spot) => ({ left: spot.x - spot.radius, right: spot.x + spot.radius, top: spot.y - spot.radius, bottom: spot.y + spot.radius }));
      const wide = (name) => name.sizes[0][0];
      const orders = [(a, b) => b.y - a.y, (a, b) => wide(b) - wide(a), (a, b) => a.y - b.y, (a, b) => wide(a) - wide(b)];
      const placed = orders.map((order) => tao.streams.beside([...named].sort(order), discs, { left: em * 2.6, right: width, top: 0, bottom: height }, gap, em * 4.6))
        .reduce((best, some) => (some.length > best.length ? some : best));
      const found = new Map(placed.map((box) => [box.name.spot, box]));
      for (const { spot, sizes } of named) {
        const box = found.get(spot);
        show(spot, Boolean(box));
        if (!box) continue;
        spot.label.style.maxWidth = sizes.find((size) => size[2] === box.lines)[3];
        spot.label.style.transform = `translate(${box.left.toFixed(1)}px, ${box.top.toFixed(1)}px)`;
        const x = box.side > 0 ? box.left - 2 : box.right + 2, y = Math.min(box.bottom - em * 0.4, Math.max(box.top + em * 0.4, spot.y));
        const far = Math.hypot(x - spot.x, y - spot.y) > spot.radius + gap * 1.5;
        spot.stem.setAttribute("d", far ? `M${x.toFixed(1)} ${y.toFixed(1)}L${spot.x.toFixed(1)} ${spot.y.toFixed(1)}` : "");
      }
    }
    function show(spot, on) { spot.label.hidden = !on; spot.stem.toggleAttribute("hidden", !on); }

    function bands() {
      const { axis, em, portrait } = drawn;
      const from = axis.start - axis.before, steps = 260, span = axis.end - from;
      const time = (along) => (along < axis.start ? 2014 - (axis.start - along) / axis.before * 5 : 2014 + (along - axis.start) / axis.column);
      const samples = lanes.map((one) => Array.from({ length: steps + 1 }, (_, n) => tao.streams.density(one.moments, time(from + span * n / steps))));
      const most = Math.max(...samples.flat());
      lanes.forEach((one, number) => {
        const half = samples[number].map((value) => em * (0.09 + 1.15 * value / most));
        const spot = (n, sign) => { const along = (from + span * n / steps).toFixed(1), across = (one.centre + sign * half[n]).toFixed(1); return portrait ? `${across} ${along}` : `${along} ${across}`; };
        const there = half.map((_, n) => spot(n, -1)), back = half.map((_, n) => spot(n, 1)).reverse();
        one.band.setAttribute("d", `M${there.join("L")}L${back.join("L")}Z`);
      });
    }

    /* The year, the topic, the event read ------------------------------------------------------------------------------ */

    const when = (year, state) => (year === null || year < state.year ? "past" : year === state.year ? "now" : "later");
    function update(state, previous) {
      if (!drawn) return;
      if (previous && previous.lang !== state.lang) { layout(); return; }
      if (lit !== state.year) {
        for (const one of lanes) {
          for (const [year, group] of one.groups) {
            const mark = when(year, state);
            if (group.dataset.when !== mark) { group.dataset.when = mark; one.stems.get(year).dataset.when = mark; }
          }
          const first = one.moments.find((spot) => spot.event.year === state.year) || one.moments[0];
          if (!one.node.contains(document.activeElement)) reach(one, first);
        }
        years.forEach((year, number) => year.toggleAttribute("data-now", city.years[number] === state.year));
        const shift = (state.year - tao.address.FIRST) * drawn.axis.column;
        now.style.transform = drawn.portrait ? `translateY(${shift}px)` : `translateX(${shift}px)`;
        lit = state.year;
      }
      if (sunkBy !== (state.topic || "")) {
        sunkBy = state.topic || "";
        for (const one of lanes) {
          let all = true;
          for (const spot of one.moments) {
            const sunk = !tao.model.isChosen(spot.event, state);
            if (!sunk) all = false;
            for (const part of [spot.button, spot.label, spot.stem]) part?.toggleAttribute("data-sunk", sunk);
          }
          one.band.toggleAttribute("data-sunk", all);
        }
      }
      point(tao.milestones.shown(city, state), tao.milestones.chosenIn(city, state));
    }
    /** Move the peach line and the words' place to ``event``; only the one chosen in the address counts as pressed. */
    function point(event, chosen) {
      const next = event ? byEvent.get(event) : null;
      if (focused?.spot !== next || focused?.drawn !== drawn) {
        focused?.spot?.button.removeAttribute("data-shown");
        focused?.spot?.label?.removeAttribute("data-shown");
        next?.button.setAttribute("data-shown", "");
        next?.label?.setAttribute("data-shown", "");
        focused = { spot: next, drawn, chosen: focused?.chosen };
        line.setAttribute("d", next ? (drawn.portrait ? lineDown(next) : lineAcross(next)) : "");
      }
      if (focused.chosen !== chosen) {
        if (focused.chosen) byEvent.get(focused.chosen).button.setAttribute("aria-pressed", "false");
        if (chosen) byEvent.get(chosen).button.setAttribute("aria-pressed", "true");
        focused.chosen = chosen;
      }
    }
    /** Words right of the line where they have room, else left of it; for early years beside the title, the line stepping down to its pond. */
    function lineAcross({ x }) {
      const { em, reader: room, headRight, height } = drawn, gap = em * 0.8;
      const low = headRight + em * 1.6, most = em * 30, rightRoom = room.right - x - gap, leftRoom = x - gap - low;
      const style = reader.style;
      const set = (left, width, side) => { style.setProperty("--words-left", `${left.toFixed(0)}px`); style.setProperty("--words-width", `${width.toFixed(0)}px`); reader.dataset.side = side; };
      if (x + gap < low) {
        const rule = low - gap, turn = -em * 0.1, bend = em * 0.5;
        set(low + drawn.left, Math.min(most, room.right - low), "right");
        return `M${rule} ${room.top}V${turn - bend}Q${rule} ${turn} ${rule - bend} ${turn}H${(x + bend).toFixed(1)}Q${x.toFixed(1)} ${turn} ${x.toFixed(1)} ${turn + bend}V${height}`;
      }
      if (rightRoom >= em * 18 || rightRoom > leftRoom) set(x + gap + drawn.left, Math.min(most, rightRoom), "right");
      else { const width = Math.min(most, leftRoom); set(x - gap - width + drawn.left, width, "left"); }
      return `M${x.toFixed(1)} ${room.top}V${height}`;
    }
    function lineDown(spot) {
      const { em, reader: room } = drawn, one = lanes.find((each) => each.moments.includes(spot)), x = one.edge - em * 0.15, bend = em * 0.5;
      reader.dataset.side = "above";
      return `M${room.left + 1.5} ${room.bottom - 1}V${room.bottom + em * 0.2}Q${room.left + 1.5} ${room.bottom + em * 0.6} ${room.left + em * 0.5} ${room.bottom + em * 0.6}H${x - bend}Q${x} ${room.bottom + em * 0.6} ${x} ${room.bottom + em * 1.1}V${(spot.y - bend).toFixed(1)}Q${x} ${spot.y.toFixed(1)} ${(x + bend).toFixed(1)} ${spot.y.toFixed(1)}H${(spot.x - spot.radius).toFixed(1)}`;
    }

    /* Finger and keys ------------------------------------------------------------------------------------------------- */

    const reachPx = () => (matchMedia(HALL).matches ? REACH.hall : REACH.web);
    const laneOf = (spot) => lanes.find((one) => one.moments.includes(spot));
    function nearest(x, y, among, limit) {
      let best = null, least = limit;
      for (const spot of among) { const far = Math.hypot(spot.x - x, spot.y - y); if (far <= least) { least = far; best = spot; } }
      return best;
    }
    let held = null, pressed = -1e9;
    node.addEventListener("pointerdown", (event) => {
      if (event.button || !drawn) return;
      const box = node.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      const named = event.target.closest(".moment__name");
      const spot = named ? moments.find((one) => one.label === named) : nearest(x, y, moments, reachPx());
      if (!spot) return;
      pressed = event.timeStamp;
      held = { lane: laneOf(spot), box, id: event.pointerId };
      node.setPointerCapture(event.pointerId);
      reach(held.lane, spot);
      tao.milestones.choose(spot.event);
    });
    node.addEventListener("pointermove", (event) => {
      if (!held || held.id !== event.pointerId) return;
      const along = drawn.portrait ? event.clientY - held.box.top : event.clientX - held.box.left;
      const spot = held.lane.moments.reduce((best, one) => (Math.abs(one.along - along) < Math.abs(best.along - along) ? one : best));
      if (spot !== focused?.spot && Math.abs(spot.along - along) <= reachPx()) { reach(held.lane, spot); tao.milestones.choose(spot.event, true); }
    });
    for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => { held = null; });
    node.addEventListener("click", (event) => {
      const button = event.target.closest(".moment");
      if (!button || event.timeStamp - pressed < 1000) return;      // a finger has chosen already, by distance
      tao.milestones.choose(moments.find((one) => one.button === button).event);
    });
    function reach(one, spot) {
      if (one.tab === spot) return;
      one.tab?.button.setAttribute("tabindex", "-1");
      spot.button.setAttribute("tabindex", "0");
      one.tab = spot;
    }
    node.addEventListener("keydown", (event) => {
      const button = event.target.closest(".moment");
      if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
      const spot = moments.find((one) => one.button === button), one = laneOf(spot), number = one.moments.indexOf(spot);
      const [back, on, up, down] = drawn.portrait ? ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] : ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
      const beside = (step) => lanes[lanes.indexOf(one) + step]?.moments.reduce((best, other) => (Math.abs(other.time - spot.time) < Math.abs(best.time - spot.time) ? other : best));
      const next = { [back]: () => one.moments[number - 1], [on]: () => one.moments[number + 1], [up]: () => beside(-1), [down]: () => beside(1), Home: () => one.moments[0], End: () => one.moments.at(-1) }[event.key];
      if (!next) return;
      event.preventDefault();
      const target = next();
      if (!target) return;
      reach(laneOf(target), target);
      target.button.focus({ preventScroll: true });
    });

    water.append(...lanes.map((one) => one.band), ...lanes.flatMap((one) => [...one.stems.values()]));
    node.replaceChildren(now, ...years, before, water, pointer, ...lanes.map((one) => one.node));
    tao.language.apply(node);
    await document.fonts.ready;
    const watcher = new ResizeObserver(() => layout());
    watcher.observe(node);
    watcher.observe(track);
    const fonts = () => layout();
    document.fonts.addEventListener("loadingdone", fonts);
    layout();
    return { update, destroy: () => { watcher.disconnect(); document.fonts.removeEventListener("loadingdone", fonts); } };
  }
  tao.component("timeline", timeline, { follows: "year" });
})();
