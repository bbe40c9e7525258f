/* The city's data as water: canals between springs, reservoir and uses. A touch lets water run along its canal once. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const RUN = 700;     // ms, from the spring to the last use
  // Outline of one of the city's real ponds, thinned, about its middle, a hundred wide.
  const POND = "M33.4 23.7Q16.7 39.6 0.6 42.8Q-15.5 46-32.7 34.7Q-50 23.4-45.7-2.6Q-41.4-28.7-34.9-37.3Q-28.4-46-11.8-45.4Q4.8-44.9 27.4-18.5Q50 7.8 33.4 23.7Z";

  function flow(node) {
    const springs = [...node.querySelectorAll(".spring")], uses = [...node.querySelectorAll(".use")], lake = node.querySelector(".lake");
    const buttons = [...springs, ...uses, lake];
    const page = node.closest(".platform");
    const told = page.querySelector(".told"), articles = [...told.querySelectorAll("[data-told]")], close = told.querySelector(".told__close");
    const known = new Set(articles.map((article) => article.dataset.told).filter((id) => id !== "start"));
    const picture = svg("svg", { class: "flow__canals", "aria-hidden": "true", focusable: "false" });
    const outline = svg("svg", { class: "lake__shape", viewBox: "-52 -52 104 104", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
      svg("path", { class: "lake__water", d: POND }),
      ...[0.9, 0.8, 0.7].map((size) => svg("path", { class: "lake__ring", d: POND, transform: `scale(${size})` })));
    node.prepend(picture);
    lake.prepend(outline);
    let waters = new Map();     // id -> its paths, in the order the water takes

    const choose = (id) => tao.address.set({ spring: tao.address.state().spring === id ? null : id });
    for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.spring));
    close.addEventListener("click", () => tao.address.set({ spring: null }));

    /** Where things are, along the flow (m) and across it (c). */
    function places() {
      const base = node.getBoundingClientRect(), isDown = getComputedStyle(node).getPropertyValue("--flow").trim() === "down";
      const at = (part, x, y) => {
        const box = part.getBoundingClientRect();
        const px = box.left - base.left + box.width * x, py = box.top - base.top + box.height * y;
        return isDown ? { m: py, c: px } : { m: px, c: py };
      };
      const text = ({ m, c }) => (isDown ? `${c.toFixed(1)} ${m.toFixed(1)}` : `${m.toFixed(1)} ${c.toFixed(1)}`);
      return { base, isDown, at, text };
    }
    function draw() {
      const { base, isDown, at, text } = places();
      if (!base.width) return;
      const em = parseFloat(getComputedStyle(node).fontSize), isRows = getComputedStyle(node).getPropertyValue("--flow").trim() === "rows";
      const start = (spring) => { const pond = spring.querySelector(".spring__pond"); return at(pond, 0.5, 0.5); };
      const end = (use) => (isDown ? at(use, 0.5, 0) : at(use, 0, 0.5));
      const middle = at(lake, 0.5, 0.5), corner = at(lake, 0, 0), far = at(lake, 1, 1);
      const curve = (a, b) => { const half = (a.m + b.m) / 2; return `M${text(a)}C${text({ m: half, c: a.c })} ${text({ m: half, c: b.c })} ${text(b)}`; };
      const round = (a, via, b) => {
        const lead = (b.m - a.m) * 0.16;
        return `M${text(a)}C${text({ m: a.m + lead, c: a.c })} ${text({ m: via.m - lead * 2, c: via.c })} ${text(via)}S${text({ m: b.m - lead, c: b.c })} ${text(b)}`;
      };
      const alone = springs.filter((spring) => spring.dataset.reach === "alone");
      const before = alone.filter((spring) => start(spring).c < middle.c), after = alone.filter((spring) => start(spring).c >= middle.c);
      const gap = em * (isDown ? 0.9 : 1.15);
      const via = (spring) => {
        const early = before.indexOf(spring), late = after.indexOf(spring);
        return early >= 0 ? { m: middle.m, c: corner.c - gap * (before.length - early - 0.35) } : { m: middle.m, c: far.c + gap * (late + 0.65) };
      };
      const canals = [];
      waters = new Map();
      const canal = (id, family, reach, d) => {
        const water = svg("path", { class: `canal__water water--${family}`, d });
        canals.push(svg("g", { class: `canal canal--${reach}`, "data-spring": id }, svg("path", { class: "canal__bed", d }), water));
        if (!waters.has(id)) waters.set(id, []);
        waters.get(id).push(water);
      };
      const family = (button) => [...button.classList].find((name) => name.startsWith("water--")).slice(7);
      for (const spring of springs) {
        const id = spring.dataset.spring, own = uses.filter((use) => use.dataset.spring === id);
        if (spring.dataset.reach === "full" && !isRows) canal(id, family(spring), "full", curve(start(spring), { m: corner.m + (far.m - corner.m) * 0.1, c: middle.c }));
        for (const use of own) {
          if (isRows) canal(id, family(use), use.dataset.reach, curve(start(spring), end(use)));
          else if (use.dataset.reach === "alone") canal(id, family(use), "alone", round(start(spring), via(spring), end(use)));
        }
      }
      const fed = uses.filter((use) => use.dataset.reach === "full");
      const source = springs.find((spring) => spring.dataset.reach === "full");
      fed.forEach((use, n) => {
        if (isRows) { if (use.dataset.spring !== source?.dataset.spring) canal(use.dataset.spring, family(use), "full", curve(start(source), end(use))); return; }
        const side = middle.c + (n - (fed.length - 1) / 2) * (far.c - corner.c) * 0.12;
        canal(use.dataset.spring, family(use), "full", curve({ m: far.m - (far.m - corner.m) * 0.14, c: side }, end(use)));
      });
      picture.setAttribute("viewBox", `0 0 ${base.width} ${base.height}`);
      picture.replaceChildren(...canals);
      mark(tao.address.state());
    }
    /** Water along the paths of ``id``, one after the other, once. */
    function run(id) {
      const paths = waters.get(id) || [];
      if (tao.still()) return;
      paths.forEach((path, n) => {
        const drop = path.cloneNode(), length = path.getTotalLength(), time = RUN / paths.length;
        drop.setAttribute("class", `canal__run ${path.classList[1]}`);
        drop.setAttribute("stroke-dasharray", `${length} ${length}`);
        path.parentNode.append(drop);
        const move = drop.animate([{ strokeDashoffset: length, opacity: 1 }, { strokeDashoffset: 0, opacity: 1 }],
          { duration: time, delay: n * time, fill: "both", easing: "cubic-bezier(0.3, 0, 0.1, 1)" });
        move.finished.then(() => drop.animate([{ opacity: 1 }, { opacity: 0 }], { duration: 240, fill: "both" }).finished).then(() => drop.remove(), () => drop.remove());
      });
    }
    function mark(state) {
      const id = known.has(state.spring) ? state.spring : null;
      node.toggleAttribute("data-any", id !== null);
      told.toggleAttribute("data-any", id !== null);
      close.hidden = id === null;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.spring === id));
      for (const canal of picture.children) canal.toggleAttribute("data-chosen", canal.dataset.spring === id);
      for (const article of articles) article.hidden = article.dataset.told !== (id || "start");
      return id;
    }
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    document.fonts?.ready.then(draw);
    draw();
    return {
      update(state, previous) {
        const id = mark(state);
        if (previous && previous.lang !== state.lang) tao.frame().then(draw);
        if (id && previous && previous.spring !== state.spring) run(id);
      },
      destroy: () => watcher.disconnect(),
    };
  }
  tao.component("platform-flow", flow);
})();
