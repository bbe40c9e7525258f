/* A pond is a project: a disc in the colour of its water, its rim says how it stands in the year. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));     // sunflower angle: no two neighbours in line

  /** The button of a project; ``tao.pond.update`` keeps it to the year. */
  function pond(project, city) {
    const topic = tao.model.index(city).topics.get(project.topic);
    const node = el("button", { type: "button", class: `pond pond--${project.family}`, "data-fact": `projects:${project.id}`, "data-rim": rim(project),
      ...tao.named([`${project.name_zh}，${topic.name_zh}`, `${project.name_en}, ${topic.name_en}`]) },
      el("span", { class: "pond__disc" }));
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      const open = tao.address.state().project === project.id;
      tao.address.set({ project: open ? null : project.id }, true);
    });
    return { node, project, icon: topic.icon };
  }
  /** A new pond has a ripple round it and its topic's icon in it; the others are a disc and nothing more, 150 times on a map. */
  function ripple(part, isNew) {
    const [disc] = part.node.children;
    if (isNew) { part.node.prepend(el("span", { class: "pond__ring" })); disc.append(tao.icon(part.icon)); }
    else if (part.node.children.length > 1) { part.node.firstChild.remove(); part.node.firstChild.replaceChildren(); }
  }
  /** What the rim says whatever the year: planned, start not on record, discontinued, or nothing special. */
  function rim(project) {
    if (project.status === "discontinued") return "cut";
    if (project.status === "planned") return "dashed";
    return project.dated ? "plain" : "dotted";
  }
  function update(part, state) {
    const { node, project } = part;
    const now = tao.model.stateOf(project, state.year);
    if (node.dataset.state !== now) {
      const was = node.dataset.state;
      node.dataset.state = now;      // one that is not there yet keeps its room: a year moves nothing
      if ((was === "new") !== (now === "new")) ripple(part, now === "new");
    }
    const sunk = !tao.model.isChosen(project, state);
    if (part.sunk !== sunk) { part.sunk = sunk; node.toggleAttribute("data-sunk", sunk); }
    const chosen = state.project === project.id;
    if (part.chosen !== chosen) { part.chosen = chosen; node.setAttribute("aria-pressed", String(chosen)); }
  }
  /** The place of number ``n`` in a sunflower, in units of one spacing: [x, y]. */
  const sunflower = (n) => [Math.sqrt(n) * Math.cos(n * GOLDEN), Math.sqrt(n) * Math.sin(n * GOLDEN)];
  /** Oldest first, those of no known year last: the order in which a sunflower grows outward. */
  const byAge = (a, b) => (a.first ?? 9999) - (b.first ?? 9999) || a.id.localeCompare(b.id);

  tao.pond = Object.assign(pond, { update, sunflower, byAge });
})();
