/* A project on stage: its place on the city, or its districts with the numbers the sentence names; and how districts have grown. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const BIG = /^(-?[\d.,]+)(.*)$/;      // digits, and the word a round number ends with (萬, million)

  /** A value as [zh, en] with qualifier and unit, each tongue in its own order. */
  function figure(measure) {
    const qualifier = measure.qualifier === "exact" ? null : tao.messages[`project.qualifier_${measure.qualifier}`];
    const one = (tongue) => {
      const [, digits, word] = measure.value[tongue].match(BIG);
      const unit = measure.unit[tongue];
      const before = unit === "NT$";
      return el("span", { lang: tongue ? "en" : "zh-TW" },
        qualifier ? el("span", { class: "figure__qualifier" }, qualifier[tongue]) : null,
        el("span", { class: "figure__value num" }, before ? el("span", { class: "figure__before" }, "NT$") : null, digits, word ? el("span", { class: "figure__word" }, word) : null,
          unit === "%" ? el("span", { class: "figure__word" }, "%") : null),
        before || unit === "%" ? null : el("span", { class: "figure__unit" }, unit));
    };
    return el("span", { class: "words figure" }, one(0), one(1));
  }
  function number(measure) {
    const when = measure.date ? words(measure.date) : words(message("project.no_date"));
    return el("li", { class: "scene__number", "data-fact": `measures:${measure.id}` }, figure(measure),
      el("span", { class: "scene__counts" }, words(measure.name)), " ",
      el("span", { class: "scene__when" }, when, measure.qualifier === "planned" ? " · " : null, measure.qualifier === "planned" ? words(message("project.planned_number")) : null));
  }
  function projectScene(scene, room) {
    const { project, measures } = scene;
    const facts = [project.place, project.began && message("project.began", { date: project.began })].filter(Boolean);
    room.append(el("div", { class: "scene__words" },
      measures.length ? el("ul", { class: `scene__numbers scene__numbers--${measures.length}` }, ...measures.map(number)) : null,
      el("p", { class: `scene__name scene__name--${project.family}` }, tao.icon(project.icon), tao.stage.link(`/projects/${project.id}`, project.name)),
      facts.length ? el("p", { class: "scene__where" }, ...facts.flatMap((pair, i) => [i ? " · " : null, words(pair)])) : null));
    const raised = scene.districts.length ? scene.districts : project.districts;
    return { city: { districts: raised, whole: !raised.length, family: project.family, point: project.lat === undefined ? null : [project.lat, project.lon] } };
  }
  function growthScene(scene, room) {
    const { growth } = scene;
    room.append(el("div", { class: "scene__words" },
      el("p", { class: "scene__name" }, words(message("story.growth", { name: growth.name }))),
      el("p", { class: "scene__where" }, words(message("series.period", { first: growth.first, last: growth.last })))));
    return { city: { districts: scene.districts, numbers: growth.of } };
  }
  tao.scenes.set("project", projectScene);
  tao.scenes.set("growth", growthScene);
})();
