/* Where events and their names stand in the streams: sums on numbers, nothing drawn. "Along" is time, "across" the stream's width. */
"use strict";
(function () {
  const { tao } = window;
  const BELL = 8 * 7 / 365.25;        // years: the width (sigma) of the bell one event adds to its stream (DESIGN §2: 8 weeks)
  const EARLIEST = 2009;              // the oldest event of the tables
  const TRIES = 40000;                // steps of the search for places of names; a screen needs a few hundred

  /** A date of any precision as years: 2017-07 is 2017.5; a date known to the year stands at its start. */
  function years(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return year + ((month || 1) - 1) / 12 + ((day || 1) - 1) / 372;
  }
  /** Time to pixels: nine equal columns from ``start``, before them a narrow one of ``before`` px for 2009 to 2013. */
  function axis(start, column, before) {
    const first = tao.address.FIRST;
    const at = (time) => (time < first ? start - before * (first - time) / (first - EARLIEST) : start + (time - first) * column);
    /** Where an event stands: at its date, all of its disc within the column of its year. */
    const place = (event, radius) => {
      const early = event.year < first;
      const low = early ? start - before : at(event.year), high = early ? start : at(event.year + 1);
      return Math.min(high - radius - 1, Math.max(low + radius + 1, at(years(event.date))));
    };
    return { at, place, start, column, before, end: start + column * (tao.address.LAST - first + 1) };
  }
  /** Gives every spot {along, radius, weight} its ``across`` so that no disc covers another, the heaviest nearest to the middle. Returns [up, down]. */
  function swarm(spots, gap) {
    const placed = [];
    for (const spot of [...spots].sort((a, b) => a.weight - b.weight || a.along - b.along)) {
      const near = placed.filter((other) => Math.abs(other.along - spot.along) < other.radius + spot.radius + gap);
      const free = (across) => near.every((other) => Math.hypot(other.along - spot.along, other.across - across) >= other.radius + spot.radius + gap - 0.01);
      const tries = [0];
      for (const other of near) {
        const reach = Math.sqrt((other.radius + spot.radius + gap) ** 2 - (other.along - spot.along) ** 2);
        tries.push(other.across - reach, other.across + reach);
      }
      spot.across = tries.sort((a, b) => Math.abs(a) - Math.abs(b) || a - b).find(free);
      placed.push(spot);
    }
    return [Math.max(0, ...spots.map((spot) => spot.radius - spot.across)), Math.max(0, ...spots.map((spot) => spot.radius + spot.across))];
  }
  /** How dense events are at ``time``: the sum of one bell an event. */
  const density = (events, time) => events.reduce((sum, event) => sum + Math.exp(-(((time - event.time) / BELL) ** 2) / 2), 0);

  /**
   * Rows of names above a stream. ``names`` are {along, width}; each gets {row (1 is nearest), side} so that no name touches another,
   * the hairline of another, or one of ``discs`` ({from, to, rows it reaches up to}), all within [low, high].
   * Gives the names placed in ``most`` rows, or null when they do not fit.
   */
  function rows(names, most, discs, low, high, gap) {
    const order = [...names].sort((a, b) => a.along - b.along);
    const span = (name, side) => (side === "after" ? [name.along + gap, name.along + gap + name.width] : [name.along - gap - name.width, name.along - gap]);
    const clash = (a, b) => (a.row === b.row && a.from < b.to + gap * 2 && b.from < a.to + gap * 2)
      || (b.row <= a.row && a.along > b.from - gap && a.along < b.to + gap) || (a.row <= b.row && b.along > a.from - gap && b.along < a.to + gap);
    let tries = 0;
    function next(number, done) {
      if (number === order.length) return done;
      for (let row = 1; row <= most; row += 1) for (const side of ["after", "ahead"]) {
        if ((tries += 1) > TRIES) return null;
        const [from, to] = span(order[number], side);
        const one = { ...order[number], row, side, from, to };
        if (from < low || to > high || done.some((other) => clash(one, other)) || discs.some((disc) => disc.rows >= row && disc.from < to && disc.to > from)) continue;
        const all = next(number + 1, [...done, one]);
        if (all) return all;
      }
      return null;
    }
    return next(0, []);
  }
  /** As many names as ``most`` rows take, in as few rows as they need; those whose day is least known go first. */
  function fit(names, most, discs, low, high, gap) {
    const kept = [...names].sort((a, b) => b.precision - a.precision);
    const within = (some) => { for (let count = 1; count <= most; count += 1) { const placed = rows(some, count, discs, low, high, gap); if (placed) return placed; } return null; };
    while (kept.length) {
      const placed = within(kept) || [...kept].reverse().reduce((found, left) => found || within(kept.filter((name) => name !== left)), null);
      if (placed) return placed;
      kept.pop();
    }
    return [];
  }
  /** How far apart the middles of two lanes must be: ``upper`` hangs down, ``lower`` stands up, both as [from, to, reach] along the streams. */
  function apart(upper, lower) {
    let most = 0;
    for (const [from, to, down] of upper) for (const [start, end, up] of lower) if (from < end && start < to && down + up > most) most = down + up;
    return most;
  }
  const touching = (a, b, gap) => a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
  const inside = (box, [x, y]) => x > box.left - 2 && x < box.right + 2 && y > box.top && y < box.bottom;
  /**
   * Names beside their ponds, where streams run down: each of ``names`` {x, y, radius, sizes: [[width, height, lines] …]} takes the nearest
   * free place that covers no pond (``ponds`` as boxes), no name and no hairline, inside ``bounds``. Names without a place are left out.
   */
  function beside(names, ponds, bounds, gap, reach) {
    const placed = [];
    for (const name of names) {
      const far = reach * 2 + Math.max(...name.sizes.map(([width]) => width));
      const near = ponds.filter((pond) => Math.abs(pond.left - name.x) < far && Math.abs(pond.top - name.y) < far);
      let best = null;
      for (const [width, height, lines] of name.sizes) for (const side of [1, -1]) for (let out = 0; out <= reach; out += 12) for (let shift = 0; shift <= reach; shift += 8) {
        const cost = shift * 1.2 + out + lines * 4 + (side < 0 ? 14 : 0);
        if (best && cost >= best.cost) break;
        for (const way of shift ? [1, -1] : [1]) {
          const left = side > 0 ? name.x + name.radius + gap + out : name.x - name.radius - gap - out - width;
          const top = name.y - height / 2 + shift * way;
          const box = { left, top, right: left + width, bottom: top + height, side, lines, cost, name };
          if (left < bounds.left || box.right > bounds.right || top < bounds.top || box.bottom > bounds.bottom) continue;
          if (near.some((pond) => touching(box, pond, 3)) || placed.some((other) => touching(box, other, gap))) continue;
          const x = side > 0 ? left : box.right, y = Math.min(box.bottom - 10, Math.max(top + 10, name.y));
          box.stem = Array.from({ length: 9 }, (_, n) => [name.x + (x - name.x) * n / 8, name.y + (y - name.y) * n / 8]);
          if (placed.some((other) => other.stem.some((spot) => inside(box, spot)) || box.stem.some((spot) => inside(other, spot)))) continue;
          best = box;
          break;
        }
      }
      if (best) placed.push(best);
    }
    return placed;
  }
  tao.streams = { years, axis, swarm, density, fit, apart, beside };
})();
