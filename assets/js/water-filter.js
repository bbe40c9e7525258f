/* The key that is the filter: five waters with how many ponds each has in the year; a chosen water shows its topics. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const ICONS = { move: "train-front", nature: "leaf", people: "heart-pulse", govern: "landmark", make: "cpu" };   // of a water, shown where its name has no room
  async function filter(node) {
    const city = await tao.view("city");
    const { topics } = tao.model.index(city);
    const counted = node.dataset.counts === "milestones"
      ? (state) => city.milestones.filter((event) => event.year <= state.year)
      : (state) => city.projects.filter((project) => tao.model.stateOf(project, state.year) !== "hidden");
    const chip = (id, family, children) => {
      const count = el("span", { class: "chip__count num" });
      const button = el("button", { type: "button", class: `chip chip--${family}`, "aria-pressed": "false", "data-topic": id }, ...children, count);
      button.addEventListener("click", () => tao.address.set({ topic: tao.address.state().topic === id ? null : id }));
      return { id, family, button, count };
    };
    const waters = city.families.map((family) => chip(family.id, family.id, [el("span", { class: "chip__pond" }, tao.icon(ICONS[family.id])), tao.words([family.name_zh, family.name_en])]));
    const inside = city.topics.map((topic) => chip(topic.id, topic.family, [tao.icon(topic.icon), tao.words([topic.name_zh, topic.name_en])]));
    const second = el("div", { class: "filter__topics", role: "group", ...tao.named(tao.message("filter.topics")) }, ...inside.map((one) => one.button));
    node.replaceChildren(el("div", { class: "filter__waters", role: "group", ...tao.named(tao.message("filter.waters")) }, ...waters.map((one) => one.button)), second);
    return {
      update(state) {
        const family = topics.get(state.topic)?.family || state.topic;
        const counts = {};
        for (const row of counted(state)) for (const id of [row.family, row.topic]) counts[id] = (counts[id] || 0) + 1;
        for (const one of waters) {
          tao.text(one.count, counts[one.id] || 0);
          tao.set(one.button, "aria-pressed", String(family === one.id));
        }
        const siblings = city.topics.filter((topic) => topic.family === family).length;
        for (const one of inside) {
          tao.text(one.count, counts[one.id] || 0);
          tao.set(one.button, "hidden", one.family !== family || siblings < 2);
          tao.set(one.button, "aria-pressed", String(state.topic === one.id));
        }
        tao.set(second, "hidden", siblings < 2);
      },
    };
  }
  tao.component("water-filter", filter, { follows: "year" });
})();
