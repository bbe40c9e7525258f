/* The stage a scene is drawn on: the city underneath, moved and lit by the step; above it what the step shows. Each kind of scene is
   drawn by a file of its own, registered in ``tao.scenes``. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  const scenes = new Map();      // kind of thing shown -> draw(scene, context): {parts, city, destroy}

  /** What a scene shows: growth, figure, award, milestone, or a project (on the map, or with its numbers). */
  const thing = (scene) => ["growth", "figure", "award", "milestone"].find((name) => name in scene) || "project";

  /**
   * A stage in ``node``. ``show(scene)`` puts a scene on it; ``city`` false leaves the map away (small pictures).
   * Resolves when the city is drawn.
   */
  async function stage(node) {
    const ground = el("div", { class: "stage__ground" });
    const front = el("div", { class: "stage__front" });
    node.classList.add("stage");
    node.replaceChildren(ground, front);
    const city = await tao.sceneCity(ground);
    let shown = null, watcher = null;
    function show(scene) {
      watcher?.disconnect();
      const name = thing(scene);
      node.dataset.shows = name;
      node.dataset.kind = scene.kind;
      const room = el("div", { class: `scene scene--${name} scene--${scene.kind}`, "data-fact": scene.fact });
      front.replaceChildren(room);
      shown = scenes.get(name)(scene, room);
      room.prepend(el("p", { class: "scene__year num", "aria-hidden": "true" }, String(scene.year)));
      city.show(shown.city || { dim: true });
      const draw = () => { if (!node.clientWidth) return; shown.draw?.(node.clientWidth, node.clientHeight); city.place(); };
      watcher = new ResizeObserver(draw);
      watcher.observe(node);
      draw();
      tao.language.apply(room);
    }
    return { show, destroy() { watcher?.disconnect(); city.destroy(); } };
  }
  /** A name that leads somewhere, in both tongues. */
  const link = (href, pair, cls) => el("a", { href, class: cls || "scene__link" }, tao.words(pair), tao.icon("chevron-right"));

  tao.scenes = scenes;
  tao.stage = stage;
  tao.stage.link = link;
})();
