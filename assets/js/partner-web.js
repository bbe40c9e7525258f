/* The organisations as ponds round the five waters: size = projects, peach = chosen, hollow = not yet on record in the year. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));
  const AIR = 1.12;                     // room between ponds, parts of their size
  const ICONS = { "city-agency": "landmark", "central-government": "shield", company: "factory", university: "graduation-cap", community: "house-heart", international: "route" };
  const RIM = 4;                        // px of the ring round a pond
  const FILL = 0.4;                     // part of the picture the ponds may cover

  /** What filter, picture and list agree on: is an organisation of the chosen kind, water and words? */
  function isChosen(partner, state, city) {
    if (state.kind && partner.kind !== state.kind) return false;
    const { projects, topics } = tao.model.index(city);
    if (state.topic && !partner.projects.some((id) => tao.model.isChosen(projects.get(id), state))) return false;
    if (!state.q) return true;
    const said = [partner, ...partner.projects.map((id) => projects.get(id))].map((row) => `${row.name_zh} ${row.name_en}`).join(" ").toLowerCase();
    const about = [...new Set(partner.projects.map((id) => projects.get(id).topic))].map((id) => `${topics.get(id).name_zh} ${topics.get(id).name_en}`).join(" ").toLowerCase();
    return state.q.toLowerCase().split(/\s+/).every((word) => said.includes(word) || about.includes(word));
  }
  const isLater = (partner, year) => partner.first !== undefined && partner.first > year;
  const count = (partner) => partner.projects.length;

  async function web(node) {
    const [city, { partners }] = await Promise.all([tao.view("city"), tao.view("partners")]);
    const { projects, families } = tao.model.index(city);
    const canals = svg("svg", { class: "partner-web__canals", "aria-hidden": "true", focusable: "false" });
    const names = el("div", { class: "partner-web__names", "aria-hidden": "true" });
    const ponds = partners.map((partner) => {
      const said = count(partner) === 1 ? "partners.pond_one" : "partners.pond";
      const button = el("button", { type: "button", class: `org org--${partner.family}`, "data-fact": `partners:${partner.id}`,
        ...tao.named(message(said, { name: [partner.name_zh, partner.name_en], count: tao.number(count(partner)) })) },
        el("span", { class: "org__disc" }), el("span", { class: "org__kind" }, tao.icon(ICONS[partner.kind])), el("span", { class: "org__name", "aria-hidden": "true" }, words([partner.name_zh, partner.name_en])));
      button.addEventListener("click", () => tao.address.set({ partner: tao.address.state().partner === partner.id ? null : partner.id }, true));
      return { partner, button };
    });
    const said = el("p", { class: "partner-web__said" });
    const waters = city.families.map((family) => el("span", { class: `partner-web__water partner-web__water--${family.id}` }, words([family.name_zh, family.name_en])));
    names.append(...waters);
    node.replaceChildren(canals, ...ponds.map((one) => one.button), names, said);
    const pen = document.createElement("canvas").getContext("2d");      // measures names
    let centres = new Map();

    /** Each water has a place; its organisations pack round it, the largest first, in a sunflower. */
    function place() {
      const { width, height } = node.getBoundingClientRect();
      if (!width || !height) return;
      const em = parseFloat(getComputedStyle(node).fontSize), foot = height - Math.max(em * 1.6, said.offsetHeight + RIM * 2);
      const tall = height > width * 1.1;
      const spots = tall
        ? { move: [0.2, 0.16], nature: [0.68, 0.25], people: [0.3, 0.5], govern: [0.8, 0.62], make: [0.3, 0.84] }
        : { move: [0.1, 0.6], nature: [0.29, 0.34], people: [0.52, 0.58], govern: [0.72, 0.3], make: [0.88, 0.64] };
      centres = new Map(city.families.map((family) => [family.id, [spots[family.id][0] * width, spots[family.id][1] * height]]));
      const weight = (partner) => Math.min(5.2, Math.sqrt(count(partner)) + 0.35);
      const unit = Math.min(em * 1.35, Math.sqrt((width * height * FILL) / Math.PI / partners.reduce((sum, one) => sum + weight(one) ** 2, 0)));
      const taken = [];
      for (const one of ponds) {
        const r = Math.max(12, unit * weight(one.partner) * 0.86), [cx, cy] = centres.get(one.partner.family);
        for (let n = 0; n < 4000; n += 1) {
          const away = Math.sqrt(n) * unit * 0.3, turn = n * GOLDEN, x = cx + away * Math.cos(turn) * (tall ? 1 : 1.05), y = cy + away * Math.sin(turn);
          if (x < r + 4 || x > width - r - 4 || y < r + em * 1.4 || y > foot - r) continue;
          if (taken.some((other) => (other.x - x) ** 2 + (other.y - y) ** 2 < ((other.r + r) * AIR) ** 2)) continue;
          Object.assign(one, { x, y, r });
          taken.push(one);
          break;
        }
        const { style } = one.button;
        style.setProperty("left", `${one.x.toFixed(1)}px`);
        style.setProperty("top", `${one.y.toFixed(1)}px`);
        style.setProperty("--r", `${one.r.toFixed(1)}px`);
        const look = getComputedStyle(one.button.lastChild), type = parseFloat(look.fontSize), wide = one.r * 1.55;
        pen.font = look.font;
        const { name_zh: zh, name_en: en } = one.partner, longest = Math.max(...en.split(/[ -]/).map((word) => pen.measureText(word).width));
        one.button.dataset.fits = [zh.length * type * type * 1.35 < wide * wide ? "zh" : "", longest < wide && en.length * type * type * 0.8 < wide * wide ? "en" : ""].join(" ");
      }
      const named = [];
      /** The place nearest to ``x``, ``y`` where a name of this size lies over no pond and no other name, and beside a pond of its own water. */
      function free(family, x, y, half, tall) {
        const gap = (one, at) => Math.hypot(Math.max(0, Math.abs(one.x - at[0]) - half), Math.max(0, Math.abs(one.y - at[1]) - tall)) - one.r - RIM;
        for (let n = 0; n < 4000; n += 1) {
          const away = Math.sqrt(n) * em * 0.3, at = [x + away * Math.cos(n * GOLDEN), y + away * Math.sin(n * GOLDEN)];
          if (at[0] < half || at[0] > width - half || at[1] < tall || at[1] > foot - tall) continue;
          if (named.some((other) => Math.abs(other.at[0] - at[0]) < half + other.half + RIM && Math.abs(other.at[1] - at[1]) < tall + other.tall)) continue;
          const next = ponds.reduce((best, one) => (gap(one, at) < gap(best, at) ? one : best));
          if (gap(next, at) < 0 || next.partner.family !== family) continue;
          named.push({ at, half, tall });
          return at;
        }
        return [x, y];
      }
      city.families.forEach((family, n) => {
        const own = ponds.filter((one) => one.partner.family === family.id);
        const top = Math.max(0, Math.min(...own.map((one) => one.y - one.r)) - em * 1.5), middle = own.reduce((sum, one) => sum + one.x, 0) / own.length;
        const spot = free(family.id, middle, top + waters[n].offsetHeight / 2, waters[n].offsetWidth / 2, waters[n].offsetHeight / 2);
        waters[n].style.setProperty("left", `${spot[0].toFixed(1)}px`);
        waters[n].style.setProperty("top", `${(spot[1] - waters[n].offsetHeight / 2).toFixed(1)}px`);
        centres.set(family.id, [own.reduce((sum, one) => sum + one.x, 0) / own.length, own.reduce((sum, one) => sum + one.y, 0) / own.length]);
      });
      canals.setAttribute("viewBox", `0 0 ${width} ${height}`);
      flow(tao.address.state());
    }
    /** From every pond a canal to each other water it works in; those of the chosen one in peach. */
    function flow(state) {
      const parts = [];
      for (const one of ponds) {
        if (one.x === undefined) continue;
        const chosen = one.partner.id === state.partner;
        const others = [...new Set(one.partner.projects.map((id) => projects.get(id).family))].filter((id) => id !== one.partner.family);
        for (const id of others) {
          const [tx, ty] = centres.get(id), bend = (tx - one.x) * 0.18, mx = (one.x + tx) / 2 - (ty - one.y) * 0.12, my = (one.y + ty) / 2 + bend;
          parts.push(svg("path", { class: `partner-web__canal${chosen ? " is-chosen" : ""}${isLater(one.partner, state.year) || !isChosen(one.partner, state, city) ? " is-off" : ""}`, d: `M${one.x.toFixed(1)} ${one.y.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${tx.toFixed(1)} ${ty.toFixed(1)}` }));
        }
      }
      canals.replaceChildren(...parts.sort((a, b) => a.classList.contains("is-chosen") - b.classList.contains("is-chosen")));
    }
    const watcher = new ResizeObserver(place);
    watcher.observe(node);
    document.fonts.addEventListener("loadingdone", place);      // names are measured again in their own letters
    return {
      update(state, previous) {
        let shown = 0;
        for (const { partner, button } of ponds) {
          const chosen = isChosen(partner, state, city), later = isLater(partner, state.year);
          button.toggleAttribute("data-sunk", !chosen);
          button.toggleAttribute("data-later", later);
          button.toggleAttribute("data-unknown", partner.first === undefined);
          button.setAttribute("aria-pressed", String(partner.id === state.partner));
          if (chosen && !later && partner.first !== undefined) shown += 1;
        }
        const unknown = partners.filter((partner) => partner.first === undefined && isChosen(partner, state, city)).length;
        const line = message("partners.by_year", { year: String(state.year), count: tao.number(shown) });
        const rest = message("partners.unknown_year", { count: tao.number(unknown) });
        said.replaceChildren(words(line.map((text, n) => (unknown ? `${text}${n ? ", " : "，"}${rest[n]}` : text))));
        if (!previous || previous.lang !== state.lang) place();      // names are longer in one tongue, and so is the line under them
        node.toggleAttribute("data-any", partners.some((partner) => partner.id === state.partner));
        flow(state);
      },
      destroy() { watcher.disconnect(); document.fonts.removeEventListener("loadingdone", place); },
    };
  }

  /** Kinds of organisation and the five waters as large buttons; words to search for where there is a keyboard. */
  async function filter(node) {
    const [city, { kinds, partners }] = await Promise.all([tao.view("city"), tao.view("partners")]);
    const chip = (name, id, children, cls) => {
      const number = el("span", { class: "chip__count num" });
      const button = el("button", { type: "button", class: `chip ${cls}`, "aria-pressed": "false", [`data-${name}`]: id }, ...children, number);
      button.addEventListener("click", () => tao.address.set({ [name]: tao.address.state()[name] === id ? null : id }));
      return { name, id, button, number };
    };
    const chips = [
      ...kinds.map((kind) => chip("kind", kind, [tao.icon(ICONS[kind]), words(message(`partners.kind_${kind}`))], "chip--kind")),
      ...city.families.map((family) => chip("topic", family.id, [el("span", { class: "chip__pond" }), words([family.name_zh, family.name_en])], `chip--${family.id}`)),
    ];
    const group = (name, key) => el("div", { class: "filter__waters", role: "group", ...tao.named(message(key)) }, ...chips.filter((one) => one.name === name).map((one) => one.button));
    const input = el("input", { type: "search", class: "partner-search__field", autocomplete: "off", spellcheck: "false", ...tao.named(message("partners.search")) });
    const shown = el("span", { class: "partner-search__words", "aria-hidden": "true" }, words(message("partners.search")));
    const search = el("label", { class: "partner-search" }, tao.icon("search"), input, shown);
    input.addEventListener("input", () => tao.address.set({ q: input.value.trim() || null }));
    node.replaceChildren(search, group("kind", "partners.kinds"), group("topic", "partners.waters"));
    return {
      update(state) {
        if (document.activeElement !== input) input.value = state.q || "";
        search.toggleAttribute("data-filled", Boolean(input.value));
        for (const one of chips) {
          one.button.setAttribute("aria-pressed", String(state[one.name] === one.id));
          one.number.textContent = partners.filter((partner) => isChosen(partner, { ...state, [one.name]: one.id }, city)).length;
        }
      },
    };
  }

  /** The organisation that was touched: its projects, since when, and the source that names it. */
  async function reader(node) {
    const [city, { partners }] = await Promise.all([tao.view("city"), tao.view("partners")]);
    const { projects } = tao.model.index(city);
    const by = new Map(partners.map((partner) => [partner.id, partner]));
    return {
      update(state, previous) {
        const partner = by.get(state.partner);
        if (previous && previous.partner === state.partner && previous.year === state.year) return;
        node.toggleAttribute("data-open", Boolean(partner));
        if (!partner) { delete node.dataset.fact; node.replaceChildren(el("p", { class: "partner-reader__touch" }, tao.icon("pointer"), words(message("partners.touch")))); return; }
        node.dataset.fact = `partners:${partner.id}`;
        const close = el("button", { type: "button", class: "reader__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
        close.addEventListener("click", () => tao.address.set({ partner: null }));
        const rows = partner.projects.map((id) => projects.get(id)).sort(tao.pond.byAge).map((project) => el("li", { "data-fact": `projects:${project.id}` },
          el("a", { class: `row row--${project.family}${project.first > state.year ? " row--later" : ""}`, href: `/projects/${project.id}` }, el("span", { class: "row__pond" }),
            el("span", {}, words([project.name_zh, project.name_en]), partner.leads.includes(project.id) ? el("span", { class: "partner-reader__leads" }, words(message("partners.leads"))) : ""),
            el("span", { class: "row__year num" }, project.first ? String(project.first) : words(message("unknown"))))));
        node.replaceChildren(close,
          el("p", { class: "partner-reader__kind" }, words(message(`partners.kind_${partner.kind}`)), " · ", words(partner.first ? message("partners.since", { year: String(partner.first) }) : message("partners.since_unknown"))),
          el("h2", { class: "partner-reader__name" }, words([partner.name_zh, partner.name_en])),
          el("p", { class: "partner-reader__source" }, words(message("partners.named_by")), " ", el("a", { href: `/sources/${partner.source}` }, partner.publisher)),
          el("h3", { class: "partner-reader__head" }, words(message("partners.its_projects")), " ", el("span", { class: "num" }, String(rows.length))),
          el("ol", { class: "rows partner-reader__rows" }, ...rows));
        tao.language.apply(node);
      },
    };
  }

  /** The same as a list: by kind, those with most projects first. */
  async function list(node) {
    const [city, { kinds, partners }] = await Promise.all([tao.view("city"), tao.view("partners")]);
    const groups = kinds.map((kind) => {
      const items = partners.filter((partner) => partner.kind === kind).map((partner) => {
        const button = el("button", { type: "button", class: `row row--${partner.family}` }, el("span", { class: "row__pond" }), el("span", {}, words([partner.name_zh, partner.name_en])),
          el("span", { class: "row__topic" }, words(partner.first ? message("partners.row_since", { year: String(partner.first) }) : message("partners.since_unknown"))),
          el("span", { class: "row__year num" }, words(message("partners.projects", { count: tao.number(count(partner)) }))));
        button.addEventListener("click", () => {
          tao.address.set({ partner: partner.id }, true);
          document.querySelector(".partner-reader")?.scrollIntoView({ block: "nearest" });
        });
        return { partner, button, node: el("li", { "data-fact": `partners:${partner.id}` }, button) };
      });
      const total = el("span", { class: "count" });
      return { items, total, node: el("section", { class: "partner-list__group" }, el("h3", {}, words(message(`partners.kind_${kind}`)), total), el("ol", { class: "rows" }, ...items.map((one) => one.node))) };
    });
    const found = el("p", { class: "soft", role: "status" });
    const lift = el("button", { type: "button", class: "button" }, words(message("partners.lift")));
    lift.addEventListener("click", () => tao.address.set({ kind: null, topic: null, q: null }));
    const none = el("div", { class: "partner-list__none" }, el("p", { class: "dry" }, tao.icon("droplets"), words(message("empty"))), lift);
    node.replaceChildren(el("h2", { class: "section__title" }, words(message("partners.list"))), found, none, el("div", { class: "partner-list__groups" }, ...groups.map((one) => one.node)));
    return {
      update(state) {
        let sum = 0;
        for (const group of groups) {
          let own = 0;
          for (const one of group.items) {
            const on = isChosen(one.partner, state, city);
            one.node.hidden = !on;
            one.button.setAttribute("aria-pressed", String(one.partner.id === state.partner));
            if (on) own += 1;
          }
          group.total.textContent = own;
          group.node.hidden = !own;
          sum += own;
        }
        none.hidden = sum > 0;
        found.replaceChildren(words(message("partners.found", { count: tao.number(sum) })));
      },
    };
  }
  tao.component("partner-web", web, { follows: "year" });
  tao.component("partner-filter", filter);
  tao.component("partner-reader", reader);
  tao.component("partner-list", list);
})();
