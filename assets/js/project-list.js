/* The list that says what the map says: same year, same topic, same order, for eyes, keys and screen readers. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  async function list(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    const toggle = el("button", { type: "button", class: "button list__toggle", "aria-expanded": "false" }, tao.icon("list"), words(message("list.open")));
    toggle.addEventListener("click", () => tao.address.set({ list: tao.address.state().list ? null : "1" }));
    const body = el("div", { class: "list__body", hidden: true });
    node.replaceChildren(toggle, body);
    let groups = null;

    function item(project) {
      const topic = topics.get(project.topic);
      const when = el("span", { class: "row__year num" });
      const button = el("button", { type: "button", class: `row row--${project.family}` }, el("span", { class: "row__pond" }),
        el("span", { class: "row__name" }, words([project.name_zh, project.name_en])),
        el("span", { class: "row__topic" }, words([topic.name_zh, topic.name_en])), when);
      when.append(project.dated ? String(project.first) : words(message(project.first ? "list.by" : "unknown", { year: String(project.first) })));
      button.addEventListener("click", () => tao.address.set({ project: project.id, list: null }, true));
      return { project, node: el("li", { "data-fact": `projects:${project.id}` }, button) };
    }
    function group(pair, projects) {
      const items = projects.sort(tao.pond.byAge).map(item);
      const count = el("span", { class: "num" });
      return { items, count, node: el("section", {}, el("h3", { class: "list__place" }, words(pair), " ", count), el("ol", { class: "rows" }, ...items.map((one) => one.node))) };
    }
    function build() {
      const close = el("button", { type: "button", class: "reader__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
      close.addEventListener("click", () => tao.address.set({ list: null }));
      groups = [
        group(message("map.citywide"), city.projects.filter((project) => tao.model.isCitywide(city, project))),
        ...city.districts.map((district) => group([district.name_zh, district.name_en], city.projects.filter((project) => tao.model.isInDistrict(project, district.code)))),
      ];
      body.replaceChildren(close, el("h2", { class: "reader__title", tabindex: "-1" }, words(message("list.title"))), ...groups.map((one) => one.node));
      tao.language.apply(body);
    }
    node.addEventListener("keydown", (event) => { if (event.key === "Escape" && tao.address.state().list) { tao.address.set({ list: null }); toggle.focus(); } });
    return {
      update(state, previous) {
        const open = Boolean(state.list);
        if (open !== !body.hidden || !previous) {
          body.hidden = !open;
          toggle.setAttribute("aria-expanded", String(open));
          if (open && !groups) build();
          if (open && previous) body.querySelector("h2").focus({ preventScroll: true });
        }
        if (!open) return;
        for (const one of groups) {
          let count = 0;
          for (const row of one.items) {
            const off = tao.model.stateOf(row.project, state.year) === "hidden" || !tao.model.isChosen(row.project, state);
            row.node.hidden = off;
            if (!off) count += 1;
          }
          one.count.textContent = count;
          one.node.hidden = !count;
        }
      },
    };
  }
  tao.component("project-list", list, { follows: "year" });
})();
