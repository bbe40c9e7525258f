/* Residents of 504 villages in 84 months as flat arrays, and what is said of one of them in one month. */
"use strict";
(function () {
  const { tao } = window;
  const GAP = 255, CLASSES = 5;       // the class of what cannot be compared; see data/views/villages.py
  let kept = null;

  /**
   * {codes, names, months, residents, change, classes, breaks}: flat by month, then village.
   * residents: Int32, -1 = no count; change: Float32 per cent since the first month, NaN = cannot be compared; classes: Uint8.
   */
  async function model() {
    const [shapes, data] = await Promise.all([tao.view("villages"), tao.view("residents")]);
    if (kept?.data === data) return kept;
    const codes = shapes.villages.map((one) => one.code);
    const { months } = data;
    const count = codes.length, place = new Map(codes.map((code, i) => [code, i]));
    const residents = new Int32Array(months.length * count).fill(-1);
    codes.forEach((code, i) => {
      const steps = data.villages[code];
      if (!steps) return;
      let value = 0;
      for (let k = 1; k < steps.length; k += 1) if (steps[k] !== null) { value += steps[k]; residents[(steps[0] + k - 1) * count + i] = value; }
    });
    const change = new Float32Array(months.length * count).fill(NaN);
    const areas = new Map(data.areas.flatMap((area) => area.map((code) => [code, area.filter((one) => place.has(one)).map((one) => place.get(one))])));
    const sum = (members, m) => {
      let total = 0;
      for (const i of members) {
        const value = residents[m * count + i];
        if (value >= 0) total += value; else if (residents[i] >= 0) return NaN;      // a village of the first month without a count
      }
      return total;
    };
    codes.forEach((code, i) => {
      const members = areas.get(code) || [i];
      const first = sum(members, 0);
      const last = data.moved[code];
      for (let m = 0; m < months.length && first; m += 1) if (!last || months[m] < last) change[m * count + i] = 100 * (sum(members, m) / first - 1);
    });
    const classes = Uint8Array.from(change, (value) => (Number.isNaN(value) ? GAP : data.breaks.filter((edge) => value >= edge).length));
    kept = { data, codes, place, months, residents, change, classes, breaks: data.breaks, areas, moved: data.moved, count,
      villages: shapes.villages, step: shapes.step, totals: months.map((_, m) => residents.subarray(m * count, (m + 1) * count).reduce((total, one) => total + Math.max(0, one), 0)) };
    return kept;
  }
  /** The month of the address as an index; the last one when it names none of ours. */
  function monthOf(state, { months }) {
    const found = months.indexOf(state.month);
    return found < 0 ? months.length - 1 : found;
  }
  const pair = (village) => [village.name_zh, village.name_en.replace(" Village", "")];
  const href = (code) => `/districts/${code.slice(0, 8)}/${code}`;
  const percent = (value, digits = 1) => Math.abs(value).toFixed(digits);
  const sign = (value) => (value < 0 ? ["少 ", "−"] : ["多 ", "+"]);
  /** What is true of village ``i`` in month ``m``, as [zh, en]. */
  function said(of, i, m) {
    const at = m * of.count + i;
    const value = of.change[at];
    const members = of.areas.get(of.codes[i]);
    if (Number.isNaN(value)) return tao.message("districts.here_gap");
    const others = members ? members.filter((one) => one !== i).map((one) => pair(of.villages[one])) : [];
    const names = [others.map((one) => one[0]).join("、"), others.map((one) => one[1]).join(", ")];
    const known = { value: percent(value), sign: sign(value), names };
    if (of.residents[at] < 0) {
      const from = of.months.findIndex((_, k) => of.residents[k * of.count + i] >= 0);
      return tao.message("districts.here_later", { ...known, month: tao.date(of.months[from]) });
    }
    return tao.message(members ? "districts.here_together" : "districts.here_change", { ...known, count: tao.number(of.residents[at]) });
  }
  tao.villages = { model, monthOf, pair, href, said, percent, sign, GAP, CLASSES };
})();
