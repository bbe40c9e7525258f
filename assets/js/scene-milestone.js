/* An event on stage: large, with its day, between the chief events of its topic on a canal. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words } = tao;

  function milestoneScene(scene, room) {
    const { milestone } = scene;
    const at = milestone.beside.findIndex((one) => one.id === milestone.id);
    const event = (one, n) => el("li", { class: "scene-canal__event", "data-fact": `milestones:${one.id}`, "data-now": n === at, "data-later": n > at, "data-far": Math.abs(n - at) > 1 },
      el("span", { class: "scene-canal__pond", "aria-hidden": "true" }, n === at ? tao.icon(milestone.icon) : null),
      el("span", { class: "scene-canal__date num" }, words(one.date)),
      n === at ? null : el("a", { class: "scene-canal__title", href: `/timeline?year=${one.year}&milestone=${one.id}` }, words(one.title)));
    room.append(
      el("div", { class: "scene__words scene__words--event" },
        el("p", { class: "scene__event" }, tao.stage.link(scene.leave, milestone.title)),
        milestone.date[1].length > 4 ? null : el("p", { class: "scene__day" }, words(tao.message("timeline.to_year")))),
      el("ol", { class: `scene-canal scene-canal--${milestone.family}` }, ...milestone.beside.map(event)));
    return { city: { dim: true, districts: scene.districts } };
  }
  tao.scenes.set("milestone", milestoneScene);
})();
