/* Many ponds: their buttons, and under them one drawing of all for each year. What looks alike is one path. All years stand drawn,
   one is seen: another year costs the browser two sheets, not shapes and letters measured anew. Icons are texts of their own:
   one text of all would be the largest on the screen to a browser. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, set } = tao;
  const DISC = 0.64, NEW = 1.72;       // width of a disc in text sizes, and how much larger a new one is
  const RIPPLE = 1.9, BAND = 0.22;     // width of the ripple round a new one, and of its band
  const THIN = 1, DASH = 2;            // px of a dotted and of a dashed rim
  const SLIT = 0.2828;                 // half the slit through a discontinued one, in parts of its radius
  const MEET = Math.acos(SLIT);
  const { YEARS } = tao.address;
  const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  /* From the bottom up; families within. Each is a class: ponds__<shape> ponds--<state>. */
  const LOOKS = ["halo-past", "halo-new", "disc-ended", "disc-past", "cut-ended", "cut-past", "band-new", "line-new", "dotted-past", "dashed-past", "disc-new", "cut-new"];

  const spot = (x, y) => `M${x.toFixed(1)} ${y.toFixed(1)}`;
  /** A disc is a point of a thick round line: its size is a line's width, which style sheets know and can move. */
  const disc = (x, y) => `${spot(x, y)}h0`;
  const circle = (x, y, r) => `${spot(x - r, y)}a${r.toFixed(2)} ${r.toFixed(2)} 0 1 1 0 .01z`;
  /** Two caps of a disc, a slit between them from the lower left to the upper right. */
  function cut(x, y, r) {
    const cap = (middle) => {
      const [a, b] = [middle - MEET, middle + MEET];
      return `${spot(x + r * Math.cos(a), y + r * Math.sin(a))}A${r.toFixed(2)} ${r.toFixed(2)} 0 0 1 ${(x + r * Math.cos(b)).toFixed(1)} ${(y + r * Math.sin(b)).toFixed(1)}z`;
    };
    return cap(Math.PI / 4) + cap(Math.PI * 1.25);
  }
  /** The letters of icons in the icon font, read from the style sheet once: {name: letter}. */
  const letters = {};
  function learn(node, names) {
    const unknown = [...new Set(names)].filter((name) => !(name in letters));
    if (!unknown.length) return;
    const probe = el("span", { hidden: true }, ...unknown.map(tao.icon));
    node.append(probe);
    unknown.forEach((name, n) => { letters[name] = getComputedStyle(probe.children[n], "::before").content.replaceAll('"', ""); });
    probe.remove();
  }

  /**
   * Dress ``node`` with the buttons of ``parts`` (of tao.pond, oldest first) and the drawing under them. The caller says where each
   * is (``part.left``, ``part.top`` in px of node) and then calls ``place()``; ``update(state, previous)`` keeps all to the year.
   */
  function ponds(node, parts) {
    const drawing = el("div", { class: "ponds__drawing", "aria-hidden": "true" });
    const drawn = new Map();       // year -> its sheet in the drawing
    const years = new Map();       // first year -> the buttons that came with it: they are hidden and shown together
    for (const part of parts) {
      const { first } = part.project;
      if (!years.has(first)) years.set(first, el("div", { class: "ponds__year" }));
      years.get(first).append(part.node);
    }
    node.classList.add("ponds");
    for (const [name, value] of Object.entries({ role: "group", ...tao.named(tao.message("map.ponds")) })) node.setAttribute(name, value);
    node.append(drawing, ...years.values());
    let em = 0, ripple = RIPPLE, stop = null, seen = null;

    /** One pond is where the tab key stops; from it the arrows lead to all of the year, whatever lies over them. */
    function reach(part) {
      if (stop === part) return;
      if (stop) stop.node.tabIndex = -1;
      if (part) part.node.tabIndex = 0;
      stop = part;
    }
    node.addEventListener("focusin", ({ target }) => reach(parts.find((part) => part.node === target)));
    node.addEventListener("keydown", (event) => {
      if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
      const shown = parts.filter((part) => part.now !== "hidden"), number = shown.indexOf(stop) + STEPS[event.key];
      event.preventDefault();
      event.stopPropagation();
      shown[Math.max(0, Math.min(shown.length - 1, number))].node.focus({ preventScroll: true });
    });

    /** The drawing of ``year``, from where each pond is and how it stands then: shapes by their look and family, icons one by one. */
    function picture(year) {
      const layers = [new Map(), new Map()], icons = [[], []];      // of other topics than the chosen one, and the rest
      const contrast = document.documentElement.dataset.theme === "contrast";
      for (const { left: x, top: y, project, sunk, chosen, rim, icon } of parts) {
        const now = tao.model.stateOf(project, year);
        if (now === "hidden") continue;
        const layer = sunk && !chosen ? 0 : 1;
        const add = (look, d, family) => {
          const key = `${look} ${family}`;
          layers[layer].set(key, (layers[layer].get(key) || "") + d);
        };
        const isNew = now === "new", age = isNew || now === "ended" ? now : "past";
        const r = (em * DISC * (isNew ? NEW : 1)) / 2;
        if (contrast) add(`halo-${isNew ? "new" : "past"}`, disc(x, y), "any");
        if (isNew) {
          add("band-new", circle(x, y, (em * (ripple - BAND) - 1) / 2), project.family);
          add("line-new", circle(x, y, (em * ripple - 1.5) / 2), project.family);
          icons[layer].push(svg("text", { class: "ponds__icon", x: x.toFixed(1), y: y.toFixed(1) }, letters[icon]));
        }
        if (rim === "cut") add(`cut-${age}`, cut(x, y, r), project.family);
        else if (isNew) add("disc-new", disc(x, y), project.family);
        else if (rim === "dotted" || now === "unknown") add("dotted-past", circle(x, y, r - THIN / 2), project.family);
        else if (rim === "dashed") add("dashed-past", circle(x, y, r - DASH / 2), project.family);
        else add(`disc-${age}`, disc(x, y), project.family);
      }
      return el("div", { class: "ponds__drawn", "data-of": year }, svg("svg", { focusable: "false" }, layers.map((shapes, layer) => svg("g", { class: layer ? null : "ponds__sunk" },
        [...shapes].sort(([a], [b]) => order(a) - order(b)).map(([key, d]) => {
          const [, shape, state, family] = key.match(/(\w+)-(\w+) (\w+)/);
          return svg("path", { class: `ponds__${shape} ponds--${state} pond--${family}`, d });
        }), icons[layer]))));
    }
    const order = (key) => LOOKS.indexOf(key.split(" ")[0]);
    /** The sheet of ``year``, drawn when first asked for. */
    function sheet(year) {
      if (!drawn.has(year)) {
        const made = picture(year), later = [...drawn.keys()].filter((other) => other > year).sort((a, b) => a - b)[0];
        drawing.insertBefore(made, drawn.get(later) || null);
        drawn.set(year, made);
      }
      return drawn.get(year);
    }
    function draw(year) {
      sheet(year);
      for (const [one, made] of drawn) set(made, "data-seen", one === year);
      seen = year;
      others();
    }
    /** The years to come, one by one. */
    const others = tao.atLeisure(() => {
      const missing = YEARS.find((year) => !drawn.has(year));
      if (missing === undefined || !node.isConnected) return false;
      sheet(missing).firstChild.getBoundingClientRect();      // measured now, not when it is to be seen
      return true;
    });
    function forget() {
      for (const made of drawn.values()) made.remove();
      drawn.clear();
    }
    /** New ponds open: disc and ripple grow from the middle. */
    function open() {
      const style = getComputedStyle(drawing), now = drawn.get(seen);
      const timing = { duration: parseFloat(style.getPropertyValue("--time-ripple")), easing: style.getPropertyValue("--ease-water").trim() };
      for (const made of now.querySelectorAll(".ponds__disc.ponds--new")) made.animate({ strokeWidth: [`${em * DISC}px`, `${em * DISC * NEW}px`] }, timing);
      for (const made of now.querySelectorAll(".ponds__band, .ponds__line, .ponds__icon")) made.animate({ opacity: [0, 1] }, timing);
    }
    return {
      /** Draw at the places the parts have now. */
      place() {
        const style = getComputedStyle(drawing);
        em = parseFloat(style.fontSize);
        ripple = parseFloat(style.getPropertyValue("--ripple")) || RIPPLE;
        learn(node, parts.map((part) => part.icon));
        forget();
        draw(tao.address.state().year);
      },
      update(state, previous) {
        for (const part of parts) tao.pond.update(part, state);
        for (const [first, group] of years) set(group, "data-later", first > state.year);
        if (!stop || stop.now === "hidden") reach(parts.find((part) => part.now !== "hidden"));
        if (!em) return;
        if (previous && ["topic", "project", "theme"].some((name) => state[name] !== previous[name])) forget();
        draw(state.year);
        if (previous && previous.year !== state.year && !tao.still()) open();
      },
    };
  }
  tao.ponds = ponds;
})();
