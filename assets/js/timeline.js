/* Five streams of events under one year: drawn once for a size and a language; a year changes marks, never places. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;
  const RADII = [0.44, 0.26, 0.19, 0.15];        // of an event by importance 1 to 4, in text sizes
  const LEAST = 2.8;                               // px; a smaller disc is not seen
  const REACH = { hall: 90, web: 44 };           // px a finger may miss by: 24 mm in the hall, one target on the web
  const MOST_ROWS = 6;
  const WIDEST = 36;                              // of the words of an event, in text sizes
  const PORTRAIT = "(min-width: 1000px) and (min-height: 1500px)";
  const SMALL = matchMedia("(max-width: 700px)");
  const HALL = `${PORTRAIT}, (min-width: 1800px) and (min-height: 1000px) and (orientation: landscape)`;

  async function streams(node) {
    const city = await tao.view("city");
    await tao.frame();
    const page = node.closest(".timeline"), reader = page.querySelector(".milestone"), track = page.querySelector(".ribbon__track");      // none when the ribbon could not be shown
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
      const portrait = tao.media(PORTRAIT).matches, em = parseFloat(getComputedStyle(node).fontSize);
      const outer = page.getBoundingClientRect(), rail = track ? track.getBoundingClientRect() : { left: box.left + em * 8, width: box.width - em * 8 }, said = reader.getBoundingClientRect();
      node.dataset.runs = portrait ? "down" : "right";
      const short = em * 2;
      const axis = portrait ? tao.streams.axis(short, (box.height - short) / city.years.length, short)
        : tao.streams.axis(rail.left - box.left, rail.width / city.years.length, Math.min(em * 1.7, rail.left - box.left));
      for (const one of lanes) {
        for (const spot of one.moments) { spot.radius = Math.max(LEAST, RADII[spot.weight - 1] * em * (portrait ? 0.9 : 1)); spot.along = axis.place(spot.event, spot.radius); }
        [one.up, one.down] = tao.streams.swarm(one.moments, em * 0.07);
      }
      drawn = { portrait, hall: tao.media(HALL).matches, em, axis, width: box.width, height: box.height, left: box.left - outer.left, top: box.top - outer.top,
        reader: { top: said.top - box.top, left: said.left - box.left, right: outer.right - parseFloat(getComputedStyle(page).paddingRight) - box.left, bottom: said.bottom - box.top },
        headRight: headRight(box.left) };
      if (portrait) placeDown(); else placeAcross();
      for (const one of lanes) for (const spot of one.moments) {
        const [x, y] = portrait ? [one.centre + spot.across, spot.along] : [spot.along, one.centre + spot.across];
        Object.assign(spot, { x, y });
        stand(spot.button, x, y);
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
    /** Where the words of the event may begin: right of the question, and of the topics when they are shown. */
    function headRight(left) {
      return Math.max(...[".timeline__head", ".filter__topics"].map((name) => page.querySelector(name)?.getBoundingClientRect().right || 0)) - left;
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
      const pad = em * 0.14, foot = em * 0.35;
      /** Where the middle of each lane comes, as close to the one above as its ponds and names allow; the last number is the whole height. */
      function middles(all) {
        const found = [Math.max(em, ...standing(lanes[0], all[0]).map((part) => part[2]))];
        for (let n = 1; n < lanes.length; n += 1) found.push(found[n - 1] + Math.max(em * 2.6, tao.streams.apart(hanging[n - 1], standing(lanes[n], all[n])) + pad));
        return [...found, found.at(-1) + Math.max(em * 1.4, foot + Math.max(...hanging.at(-1).map((part) => part[2])))];
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
          stand(spot.label, name.side === "after" ? spot.x + gap : spot.x - gap - name.width, top);
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
      const bounds = { left: em * 2.6, right: width, top: 0, bottom: height };
      const placed = orders.reduce((best, order) => {
        if (best.length === named.length) return best;
        const some = tao.streams.beside([...named].sort(order), discs, bounds, gap, em * 4.6);
        return some.length > best.length ? some : best;
      }, []);
      const found = new Map(placed.map((box) => [box.name.spot, box]));
      for (const { spot, sizes } of named) {
        const box = found.get(spot);
        show(spot, Boolean(box));
        if (!box) continue;
        spot.label.style.maxWidth = sizes.find((size) => size[2] === box.lines)[3];
        stand(spot.label, box.left, box.top);
        const x = box.side > 0 ? box.left - 2 : box.right + 2, y = Math.min(box.bottom - em * 0.4, Math.max(box.top + em * 0.4, spot.y));
        const far = Math.hypot(x - spot.x, y - spot.y) > spot.radius + gap * 1.5;
        spot.stem.setAttribute("d", far ? `M${x.toFixed(1)} ${y.toFixed(1)}L${spot.x.toFixed(1)} ${spot.y.toFixed(1)}` : "");
      }
    }
    /** Left and top, not a transform: 260 transforms would each be a layer to keep when a year changes. */
    function stand(part, x, y) { part.style.left = `${x.toFixed(1)}px`; part.style.top = `${y.toFixed(1)}px`; }
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
        drawn = { ...drawn, headRight: headRight(node.getBoundingClientRect().left) };
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
    /** How wide the words of an event must be to stand in the height kept for them: estimated from the letters, so that a year costs no layout. */
    function wordsWidth(event) {
      const tongue = document.documentElement.lang === "en" ? 1 : 0, { em, hall, reader: room } = drawn;
      const long = (text, latin) => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? 1 : latin), 0);
      const place = tao.milestones.place(city, event), precision = tao.milestones.precision(event);
      const lines = [[[tao.date(event.date), place, precision].filter(Boolean).map((pair) => pair[tongue]).join("  "), 0.5, 1, 1.4],
        [tao.model.pair(event, "title")[tongue], 0.56, tongue ? 1.25 : 1.5625, 1.2], [event[tongue ? "summary_en" : "summary_zh"] || "", 0.5, 1, 1.4]];
      const high = (width) => lines.reduce((sum, [text, latin, size, line]) => sum + Math.ceil(long(text, latin) * size * em / (width - em * 2)) * size * line * em, em * 0.35);
      const kept = -room.top - (hall ? 0 : 44) - em * 0.3;
      for (let width = em * 13; width < em * WIDEST; width += em) if (high(width) <= kept) return width;
      return em * WIDEST;
    }
    /** Words right of the line where they have room, else left of it; where neither side has, beside the question, the line stepping under them to its pond. */
    function lineAcross({ x, event }) {
      const { em, reader: room, headRight: head, height } = drawn, gap = em * 0.8, need = wordsWidth(event);
      const low = head + em * 1.6, most = Math.min(em * WIDEST, room.right - low), rightRoom = room.right - x - gap, leftRoom = x - gap - low;
      const set = (left, width, side) => {
        reader.style.setProperty("--words-left", `${(left + drawn.left).toFixed(0)}px`);
        reader.style.setProperty("--words-width", `${width.toFixed(0)}px`);
        reader.dataset.side = side;
        return `M${x.toFixed(1)} ${room.top}V${height}`;
      };
      if (x + gap >= low && rightRoom >= need) return set(x + gap, Math.min(most, rightRoom), "right");
      if (leftRoom >= need) { const width = Math.min(most, leftRoom); return set(x - gap - width, width, "left"); }
      const left = x < low ? low : room.right - most;
      set(left, most, "right");
      const rule = left - gap, turn = -em * 0.1, bend = Math.min(em * 0.5, Math.abs(x - rule) / 2), way = Math.sign(x - rule);
      return `M${rule.toFixed(1)} ${room.top}V${turn - bend}Q${rule.toFixed(1)} ${turn} ${(rule + way * bend).toFixed(1)} ${turn}H${(x - way * bend).toFixed(1)}Q${x.toFixed(1)} ${turn} ${x.toFixed(1)} ${turn + bend}V${height}`;
    }
    function lineDown(spot) {
      const { em, reader: room } = drawn, one = lanes.find((each) => each.moments.includes(spot)), x = one.edge - em * 0.15, bend = em * 0.5;
      reader.dataset.side = "above";
      return `M${room.left + 1.5} ${room.bottom - 1}V${room.bottom + em * 0.2}Q${room.left + 1.5} ${room.bottom + em * 0.6} ${room.left + em * 0.5} ${room.bottom + em * 0.6}H${x - bend}Q${x} ${room.bottom + em * 0.6} ${x} ${room.bottom + em * 1.1}V${(spot.y - bend).toFixed(1)}Q${x} ${spot.y.toFixed(1)} ${(x + bend).toFixed(1)} ${spot.y.toFixed(1)}H${(spot.x - spot.radius).toFixed(1)}`;
    }

    /* Finger and keys ------------------------------------------------------------------------------------------------- */

    const reachPx = () => (tao.media(HALL).matches ? REACH.hall : REACH.web);
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
    if (track) watcher.observe(track);
    const fonts = () => layout();
    document.fonts.addEventListener("loadingdone", fonts);
    layout();
    return { update, destroy: () => { watcher.disconnect(); document.fonts.removeEventListener("loadingdone", fonts); } };
  }
  /** On a phone the list is the page (milestone-list.js): the streams are made when the screen has turned wide. */
  async function timeline(node) {
    if (!SMALL.matches) return streams(node);
    let live = null;
    const turned = async () => {
      if (SMALL.matches || live) return;
      live = {};
      live = await streams(node);
      if (!node.isConnected) live.destroy();
    };
    SMALL.addEventListener("change", turned);
    return { update: (state, previous) => live?.update?.(state, previous), destroy: () => { SMALL.removeEventListener("change", turned); live?.destroy?.(); } };
  }
  tao.component("timeline", timeline, { follows: "year" });
})();
