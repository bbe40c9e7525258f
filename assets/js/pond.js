/* A pond is a project: a button that a finger, a key or a reader finds. What is seen of it, ponds.js draws. */
"use strict";
(function () {
  const { tao } = window;
  const { el, set } = tao;
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));     // sunflower angle: no two neighbours in line

  /** The button of a project; ``tao.pond.update`` keeps it to the year. */
  function pond(project, city) {
    const topic = tao.model.index(city).topics.get(project.topic);
    const node = el("button", { type: "button", tabindex: "-1", class: `pond pond--${project.family}`, "data-fact": `projects:${project.id}`,
      ...tao.named([`${project.name_zh}，${topic.name_zh}`, `${project.name_en}, ${topic.name_en}`]) });
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      const open = tao.address.state().project === project.id;
      tao.address.set({ project: open ? null : project.id }, true);
    });
    return { node, project, icon: topic.icon, rim: rim(project) };
  }
  /** What the rim says whatever the year: planned, start not on record, discontinued, or nothing special. */
  function rim(project) {
    if (project.status === "discontinued") return "cut";
    if (project.status === "planned") return "dashed";
    return project.dated ? "plain" : "dotted";
  }
  /** No rule of style may look at the state: 150 buttons would be styled anew with each year. */
  function update(part, state) {
    const { node, project } = part;
    const now = tao.model.stateOf(project, state.year);
    const sunk = !tao.model.isChosen(project, state);
    const chosen = state.project === project.id;
    if (part.now !== now) set(node, "data-state", now);
    if (part.sunk !== sunk) set(node, "data-sunk", sunk);
    if (part.chosen !== chosen) set(node, "aria-pressed", String(chosen));
    Object.assign(part, { now, sunk, chosen });
  }
  /** The place of number ``n`` in a sunflower, in units of one spacing: [x, y]. */
  const sunflower = (n) => [Math.sqrt(n) * Math.cos(n * GOLDEN), Math.sqrt(n) * Math.sin(n * GOLDEN)];
  /** Oldest first, those of no known year last: the order in which a sunflower grows outward. */
  const byAge = (a, b) => (a.first ?? 9999) - (b.first ?? 9999) || tao.order(a.id, b.id);

  tao.pond = Object.assign(pond, { update, sunflower, byAge });
})();
