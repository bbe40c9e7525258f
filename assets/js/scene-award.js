/* An honour on stage: the branch that leads there, the blossoms before it, and the one of this step, large. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, words, message } = tao;
  const SIZE = { bud: 2.3, half: 3.1, open: 3.1, peach: 3.7 };       // radius in text sizes
  const TRAIL = [0.32, 0.44, 0.55];                                    // where along the branch those before it stand

  function awardScene(scene, room) {
    const { award } = scene;
    const picture = svg("svg", { class: "scene-award", "aria-hidden": "true", focusable: "false" });
    const facts = [award.body, award.place ? message(`awards.place_${award.place}`) : null].filter(Boolean);
    const result = message(award.blossom === "peach" ? "awards.highest" : `awards.${award.result}`);
    room.append(picture, el("div", { class: "scene__words" },
      el("p", { class: "scene__event" }, tao.stage.link(scene.leave, award.name)),
      el("p", { class: "scene__where" }, ...facts.flatMap((pair, i) => [i ? " · " : null, words(pair)])),
      el("p", { class: "scene__day" }, words(award.date), " · ", words(result)),
      award.project ? el("p", { class: "scene__for" }, words(message("awards.for_what")), " ", tao.stage.link(`/projects/${award.project[0]}`, award.project.slice(1))) : null));

    function draw(width, height) {
      const em = parseFloat(getComputedStyle(room).fontSize);
      const [fx, fy] = (getComputedStyle(room).getPropertyValue("--fruit").trim() || "0.7 0.32").split(" ").map(Number);
      const fruit = [width * fx, height * fy];
      const size = SIZE[award.blossom] * em;
      const limb = tao.blossoms.bezier([-em * 8, height * 0.91], [width * 0.42, height * 0.88], [fruit[0], height * 0.78], [fruit[0], fruit[1] + size * 0.9], 60);
      const mark = (kind, [x, y], r, cls) => svg("g", { class: `branch__mark branch__mark--${kind} ${cls}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(r / 20).toFixed(3)})` }, ...tao.blossoms.drawn(kind));
      const before = award.before.map(([year, kind], i) => {
        const [x, y] = limb[Math.round((TRAIL[i + 3 - award.before.length]) * 60)];
        const r = em * 1.15, head = y - em * 3.1;
        return [svg("path", { class: "branch__bark", d: tao.blossoms.tapered(tao.blossoms.bezier([x - em * 0.6, y], [x - em * 0.4, y - em], [x, y - em], [x, head + r], 14), em * 0.2, em * 0.1) }),
          mark(kind, [x, head], r, "scene-award__before"), svg("text", { class: "scene-award__year num", x: x.toFixed(1), y: (head - r * 1.5).toFixed(1), "text-anchor": "middle" }, String(year))];
      }).flat();
      const ring = (r, cls) => svg("circle", { class: `branch__ripple ${cls}`, cx: fruit[0].toFixed(1), cy: fruit[1].toFixed(1), r: (r * size).toFixed(1) });
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      picture.replaceChildren(ring(2.6, "branch__ripple--far"), ring(2, "branch__ripple--mid"), ring(1.45, ""), svg("path", { class: "branch__bark", d: tao.blossoms.tapered(limb, em * 0.62, em * 0.2) }),
        ...before, mark(award.blossom, fruit, size, "scene-award__now"));
    }
    return { draw };
  }
  tao.scenes.set("award", awardScene);
})();
