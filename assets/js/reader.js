/* Read a project, or what reached a district, without leaving the map. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;

  const fact = (key, ...value) => el("div", { class: "reader__fact" }, el("dt", {}, words(message(key))), el("dd", {}, ...value));
  const close = (patch) => {
    const button = el("button", { type: "button", class: "reader__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
    button.addEventListener("click", () => tao.address.set(patch));
    return button;
  };
  /** When a project began, in words: a known start, the first record, or not known. */
  function began(project) {
    if (project.dated) return words(tao.date(project.start_date));
    if (project.first) return words(message("reader.first_record", { year: String(project.first) }));
    return words(message("unknown"));
  }
  function places(city, project) {
    const { districts } = tao.model.index(city);
    if (tao.model.isCitywide(city, project)) return message("map.citywide");
    const names = project.districts.map((code) => districts.get(code));
    const where = [names.map((one) => one.name_zh).join("、"), names.map((one) => one.name_en).join(", ")];
    return project.place_zh ? [`${where[0]} ${project.place_zh}`, `${project.place_en}, ${where[1]}`] : where;
  }
  function projectWords(city, project) {
    const topic = tao.model.index(city).topics.get(project.topic);
    return [el("div", { class: "reader__body" },
      el("p", { class: `reader__topic reader__topic--${project.family}` }, tao.icon(topic.icon), words([topic.name_zh, topic.name_en])),
      el("h2", { class: "reader__title", tabindex: "-1" }, words([project.name_zh, project.name_en])),
      ...(project.status === "discontinued" ? [el("p", { class: "reader__halt" }, words(message("status.discontinued")))] : []),
      el("p", { class: "reader__said" }, words([project.summary_zh, project.summary_en])),
      el("dl", { class: "reader__facts" },
        fact("reader.where", words(places(city, project))),
        fact("reader.when", began(project)),
        fact("reader.source", el("a", { href: `/sources/${project.source_id}` }, words(city.sources[project.source_id]))),
        fact("reader.status", words(message(`status.${project.status}`))),
        fact("reader.sure", el("span", { class: "sure" }, tao.icon(`ripple-${{ confirmed: 3, reported: 2, uncertain: 1 }[project.confidence]}`), words(message(`confidence.${project.confidence}`)))))),
      el("a", { class: "button button--next", href: `/projects/${project.id}` }, words(message("reader.open")), tao.icon("arrow-right")),
    ];
  }
  function districtWords(city, district, state) {
    const rows = tao.model.shownProjects(city, state).filter((project) => tao.model.isInDistrict(project, district.code)).sort(tao.pond.byAge);
    const item = (project) => {
      const button = el("button", { type: "button", class: `row row--${project.family}`, "data-fact": `projects:${project.id}` },
        el("span", { class: "row__pond" }), words([project.name_zh, project.name_en]), el("span", { class: "row__year num" }, project.first ? String(project.first) : words(message("unknown"))));
      button.addEventListener("click", () => tao.address.set({ project: project.id }, true));
      return el("li", {}, button);
    };
    return [el("div", { class: "reader__body" },
      el("h2", { class: "reader__title", tabindex: "-1" }, words([district.name_zh, district.name_en])),
      el("p", { class: "reader__said" }, words(message(rows.length === 1 ? "reader.in_district_one" : "reader.in_district", { count: tao.number(rows.length), year: String(state.year) }))),
      rows.length ? el("ol", { class: "rows" }, ...rows.map(item)) : el("p", { class: "dry" }, words(message("empty")))),
      el("a", { class: "button button--next", href: `/districts/${district.code}` }, words(message("reader.open_district")), tao.icon("arrow-right")),
    ];
  }
  async function reader(node) {
    const city = await tao.view("city");
    const { projects, districts } = tao.model.index(city);
    let from = null;
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const { project } = tao.address.state();
      tao.address.set(project ? { project: null } : { district: null });
    });
    return {
      update(state, previous) {
        const project = projects.get(state.project);
        const district = districts.get(state.district);
        const same = previous && ["project", "district"].every((name) => previous[name] === state[name]);
        if (same && (project || !district || (previous.year === state.year && previous.topic === state.topic))) return;
        node.hidden = !project && !district;
        node.dataset.open = project ? "project" : district ? "district" : "";
        if (node.hidden) { node.replaceChildren(); if (previous && from?.isConnected) from.focus({ preventScroll: true }); from = null; return; }
        if (project) node.dataset.fact = `projects:${project.id}`; else delete node.dataset.fact;
        node.replaceChildren(close(project ? { project: null } : { district: null }), ...(project ? projectWords(city, project) : districtWords(city, district, state)).filter(Boolean));
        tao.language.apply(node);
        if (previous && !same) {
          if (!from) from = document.activeElement;
          node.querySelector("h2").focus({ preventScroll: true });
        }
      },
    };
  }
  tao.component("reader", reader, { follows: "year" });
})();
