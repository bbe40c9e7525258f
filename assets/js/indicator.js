/* Questions about an indicator that its chart, map and ranking ask alike. See data/views/indicators.py for the shape. */
"use strict";
(function () {
  const { tao } = window;
  const CITY = "68000";
  const yearOf = (iso) => Number(iso.slice(0, 4));
  const isPartial = (one, place) => one.partial.includes(place);

  /** Where a date stands on the axis: a number of a whole year in the middle of its year, another at its own time of the year. */
  function position(one, place) {
    const [year, month, day] = one.dates[place].split("-").map(Number);
    if (!month || (one.frequency === "yearly" && !isPartial(one, place))) return year;
    return year - 0.5 + (month - 1 + (day ? day / 31 : 0.5)) / 12;
  }
  /** The place in ``dates`` of the last value of a year somewhere, or -1. */
  function at(values, one, year) {
    for (let place = one.dates.length - 1; place >= 0; place -= 1) if (yearOf(one.dates[place]) === year && values[place] !== null) return place;
    return -1;
  }
  /** Of all districts: the last place in ``dates`` of the year with a rank, or -1. */
  const atDistricts = (one, year) => Math.max(...Object.values(one.ranks).map((ranks) => at(ranks, one, year)));
  /** Nothing chosen yet: the last year that has numbers of a whole year, so that nothing starts empty. */
  function settle(one) {
    if (tao.address.state().chosen) return;
    const values = one.ranks ? Object.values(one.ranks)[0] : one.values[CITY];
    const known = one.dates.filter((_, place) => values[place] !== null && !isPartial(one, place));
    const last = yearOf(known.at(-1) || one.dates.at(-1));
    if (last !== tao.address.state().year) tao.address.set({ year: last });
  }
  const UNITS = [[[1e12, "兆"], [1e8, "億"], [1e5, "萬", 1e4]], [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]]];
  /** A number short enough for an axis or a row: 4,000萬 · 40 million. */
  function brief(value) {
    return UNITS.map((units) => {
      const unit = units.find(([least]) => Math.abs(value) >= least);
      if (!unit) return tao.grouped(value);
      return tao.grouped(Number((value / (unit[2] || unit[0])).toPrecision(4))) + unit[1];
    });
  }
  const short = (pair) => [pair[0], pair[1].replace(" District", "")];
  tao.indicator = { CITY, yearOf, isPartial, position, at, atDistricts, settle, brief, short };
})();
