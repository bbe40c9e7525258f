/* The branch of the Intelligent Community Forum: a bud for each list, a half-open blossom among the seven, one peach. */
"use strict";
(function () {
  const { tao } = window;
  const { svg, el } = tao;
  const HEIGHT = { founders: 0.6, half: 0.535, bud: 0.835, peach: 0.2 };     // of the picture, from the top: the higher, the farther
  const RADIUS = { bud: 0.74, half: 1.28, open: 1.14, peach: 2.3 };         // in text sizes
  const PETAL = "M0-3C-9-7-10-17-4-20C-2-21-1-20 0-18C1-20 2-21 4-20C10-17 9-7 0-3Z";

  function drawn(kind) {
    if (kind === "peach") return [svg("path", { class: "branch__fill", d: "M0 19C-17 14-22 2-18-9C-15-17-6-19 0-13C6-19 15-17 18-9C22 2 17 14 0 19Z" }),
      svg("path", { class: "branch__crease", d: "M0-13C-6-4-6 8 0 19" }), svg("path", { class: "branch__leaf", d: "M1-14C4-23 13-27 22-25C19-17 11-12 1-14Z" })];
    if (kind === "bud") return [svg("path", { class: "branch__bud", d: "M0 14C-9 10-11 0-7-8C-5-12-2-14 0-18C2-14 5-12 7-8C11 0 9 10 0 14Z" }), svg("path", { class: "branch__bud", d: "M-8 5C-4 10 4 10 8 5" })];
    const petals = [0, 1, 2, 3, 4].map((i) => svg("path", { class: kind === "open" || [0, 1, 4].includes(i) ? "branch__petal branch__petal--full" : "branch__petal", d: PETAL, transform: `rotate(${i * 72})` }));
    return [...petals, svg("circle", { class: "branch__heart", r: 3.4 }), svg("circle", { class: "branch__fill", r: 1.5 })];
  }
  /** A line that grows thinner from its foot: [[x, y], …] as a closed outline. */
  function tapered(spots, thick, thin) {
    const sides = spots.map(([x, y], i) => {
      const [ax, ay] = spots[Math.max(0, i - 1)], [bx, by] = spots[Math.min(spots.length - 1, i + 1)];
      const length = Math.hypot(bx - ax, by - ay) || 1, half = (thick + ((thin - thick) * i) / (spots.length - 1)) / 2;
      return [[x - ((by - ay) / length) * half, y + ((bx - ax) / length) * half], [x + ((by - ay) / length) * half, y - ((bx - ax) / length) * half]];
    });
    const line = [...sides.map((side) => side[0]), ...sides.map((side) => side[1]).reverse()];
    return `M${line.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
  }
  function bezier(a, b, c, d, parts = 28) {
    return Array.from({ length: parts + 1 }, (_, i) => {
      const t = i / parts, u = 1 - t;
      return [0, 1].map((k) => u * u * u * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t * t * t * d[k]);
    });
  }
  function branch(node) {
    const leaves = JSON.parse(node.dataset.awards);
    const picture = svg("svg", { class: "branch__picture", "aria-hidden": "true", focusable: "false" });
    const buttons = new Map(leaves.map((leaf) => {
      const button = el("button", { type: "button", class: "branch__button", "aria-pressed": "false", "data-fact": `awards:${leaf.id}`, ...tao.named([`${leaf.name[0]}，${leaf.year}`, `${leaf.name[1]}, ${leaf.year}`]) });
      button.addEventListener("click", () => tao.address.set({ award: tao.address.state().award === leaf.id ? null : leaf.id }));
      return [leaf.id, button];
    }));
    const top = leaves.find((leaf) => leaf.blossom === "peach");
    const said = el("div", { class: "branch__said" }, el("p", { class: "branch__date num" }, tao.words(top.date)), el("p", {}, tao.words(top.place)), el("p", { class: "soft" }, tao.words(top.body)));
    let groups = new Map();

    function draw() {
      const { width, height } = node.getBoundingClientRect();
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(node).fontSize);
      const first = em * 1.4, last = width - em * 3.2;
      const x = (year) => first + ((last - first) * (year - 2009)) / 10.45;
      const bud = height * HEIGHT.bud;
      const bough = (px) => bud + em * 0.9 + em * 0.42 * Math.sin((px - first) / (width / 6.5)) + em * 2.1 * Math.max(0, (first - px) / (em * 6)) ** 1.5;
      const bark = [], marks = [], names = [];
      groups = new Map();
      const trunk = Array.from({ length: 80 }, (_, i) => { const px = -em * 4 + ((x(2019) + em * 2.6 + em * 4) * i) / 79; return [px, bough(px)]; });
      const fruit = [x(2019.45), height * HEIGHT.peach];
      const limb = bezier([x(2014.6), bough(x(2014.6))], [x(2017.6), bough(x(2017))], [x(2020.2), height * 0.63], [fruit[0], fruit[1] + em * 2.3]);
      bark.push(tapered(trunk, em * 0.86, em * 0.14), tapered(limb, em * 0.5, em * 0.22));
      const near = (py) => limb.reduce((best, spot) => (Math.abs(spot[1] - py) < Math.abs(best[1] - py) ? spot : best));
      const twig = ([ax, ay], [bx, by], thick) => bark.push(tapered(bezier([ax, ay], [ax + (bx - ax) * 0.2, ay - (ay - by) * 0.5], [bx, by + (ay - by) * 0.5], [bx, by], 14), thick, em * 0.1));
      const text = (cls, px, py, words, anchor = "middle") => svg("text", { class: cls, x: px.toFixed(1), y: py.toFixed(1), "text-anchor": anchor }, words);
      const both = (cls, px, py, pair, anchor) => svg("g", { class: "words" }, ...pair.map((words, tongue) => { const part = text(cls, px, py, words, anchor); part.setAttribute("lang", tongue ? "en" : "zh-TW"); return part; }));
      const put = (leaf, px, py) => {
        const size = leaf.blossom === "peach" ? RADIUS.peach * em : Math.min(RADIUS[leaf.blossom] * em, (x(2010) - x(2009)) * 0.41);
        const group = svg("g", { class: `branch__mark branch__mark--${leaf.blossom}`, transform: `translate(${px.toFixed(1)} ${py.toFixed(1)}) scale(${(size / 20).toFixed(3)})` }, svg("circle", { class: "branch__ring", r: 26 }), ...drawn(leaf.blossom));
        groups.set(leaf.id, group);
        marks.push(group);
        const button = buttons.get(leaf.id);
        Object.assign(button.style, { left: `${px}px`, top: `${py}px` });
        button.style.setProperty("--wide", `${leaf.blossom === "bud" ? x(2010) - x(2009) - 4 : size * 2.6}px`);
        button.style.setProperty("--tall", `${size * 2.6}px`);
      };
      for (const leaf of leaves) {
        if (leaf.blossom === "bud") {
          twig([x(leaf.year - 0.2), bough(x(leaf.year - 0.2))], [x(leaf.year), bud - em * 0.2], em * 0.18);
          names.push(text("branch__year", x(leaf.year), bud + em * 3.1, String(leaf.year)));
          put(leaf, x(leaf.year), bud - em * 0.75);
        } else if (leaf.blossom === "half") {
          const late = (x(2010) - x(2009)) * ({ 2018: 0.06, 2019: 0.12 }[leaf.year] || 0);      // clear of the limb, and of each other
          const foot = leaf.year === 2013 ? [x(2012.7), bough(x(2012.7))] : near(height * { 2017: 0.735, 2018: 0.68, 2019: 0.61 }[leaf.year]);
          const py = height * HEIGHT.half;
          twig(foot, [x(leaf.year) - late, py + em * 0.9], em * 0.28);
          names.push(text("branch__year", x(leaf.year) - late, py - em * 1.75, String(leaf.year)));
          put(leaf, x(leaf.year) - late, py);
        } else if (leaf.blossom === "open") {
          const py = height * HEIGHT.founders;
          twig([x(2008.78), bough(x(2008.78))], [x(leaf.year), py + em * 0.8], em * 0.28);
          names.push(both("branch__name", x(leaf.year) + em * 1.6, py, tao.messages["awards.founders"], "start"), text("branch__year", x(leaf.year) + em * 1.6, py + em * 1.15, "2009", "start"));
          put(leaf, x(leaf.year), py);
        }
      }
      for (const [r, cls] of [[3.4, "near"], [4.6, "mid"], [6, "far"]]) marks.unshift(svg("circle", { class: `branch__ripple branch__ripple--${cls}`, cx: fruit[0].toFixed(1), cy: fruit[1].toFixed(1), r: (r * em).toFixed(1) }));
      put(top, fruit[0], fruit[1]);
      names.push(both("branch__name branch__name--strong", x(2013) + em * 1.8, height * HEIGHT.half - em * 0.1, tao.messages["awards.top7"], "start"), both("branch__year", x(2013) + em * 1.8, height * HEIGHT.half + em * 1.05, tao.messages["awards.of_year"], "start"),
        both("branch__name branch__name--strong", x(2011) + em * 0.8, bud - em * 1.15, tao.messages["awards.smart21"], "start"), both("branch__year", x(2011) + em * 0.8, bud, tao.messages["awards.of_year"], "start"));
      Object.assign(said.style, { right: `${width - fruit[0] + em * 4.9}px`, top: `${fruit[1] - em * 2}px` });
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(svg("path", { class: "branch__bark", d: bark.join("") }), ...names, ...marks);
      show(tao.address.state());
    }
    function show(state) {
      const known = buttons.has(state.award);
      node.toggleAttribute("data-any", known);
      for (const [id, button] of buttons) {
        button.setAttribute("aria-pressed", String(id === state.award));
        groups.get(id)?.toggleAttribute("data-chosen", id === state.award);
      }
    }
    node.replaceChildren(picture, said, ...buttons.values());
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return { update: show, destroy: () => watcher.disconnect() };
  }
  tao.blossoms = { drawn, tapered, bezier };
  tao.component("award-branch", branch);
})();
