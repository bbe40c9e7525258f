/* The attract screen: the city after dusk, a pond lit for each project begun, year by year, each with one scene of a story in both
   tongues. The whole screen is one button; a touch enters at what is shown. */
"use strict";
(function () {
  const { tao } = window;
  const { el, message } = tao;
  const STEP_MS = 10000;                                // DESIGN, motion: the headline changes every 10 s; nine years in 90 s
  const FIRST_OF = ["milestone", "award", "project", "figure", "growth"];      // what a year is best told by

  /** One scene a year, in order: of what tells it best the one with the shortest words. */
  function loop(stories) {
    const scenes = Object.values(stories).flatMap((story) => story.scenes);
    const rank = (scene) => FIRST_OF.findIndex((name) => name in scene);
    const years = tao.address.YEARS;
    return years.flatMap((year) => scenes.filter((scene) => scene.year === year)
      .sort((a, b) => rank(a) - rank(b) || a.text[1].length - b.text[1].length || (a.address < b.address ? -1 : 1)).slice(0, 1));
  }
  const both = (pair) => pair.map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));

  async function attract(enter) {
    tao.page.views = { ...tao.page.views, stories: document.documentElement.dataset.stories };
    const [stories, city] = await Promise.all([tao.view("stories"), tao.view("city")]);
    const scenes = loop(stories);
    const ground = el("span", { class: "attract__city", "data-component": "lit-ponds" });
    const part = (cls, ...inside) => el("span", { class: `attract__${cls}` }, ...inside);
    const year = part("year num"), said = part("said"), lit = part("lit");
    const name = message("kiosk.touch").join(" ");      // in both tongues: nobody has chosen yet
    const bar = el("span", { class: "attract__bar", "aria-hidden": "true" }, el("span", { class: "attract__gone" }));
    const title = message("site.title"), [before, after] = title[0].split("，");
    const layer = el("button", { type: "button", class: "layer attract", ...tao.named([name, name]) },
      ground,
      el("span", { class: "attract__title", lang: "zh-TW", "aria-hidden": "true" }, el("span", {}, `${before}，`), el("span", {}, after)),
      el("span", { class: "attract__name", lang: "en", "aria-hidden": "true" },
        title[1].replace(", ", ",\n"), part("years", message("site.years")[1])),
      lit, year, said,
      el("span", { class: "layer__go" }, tao.icon("hand"), ...both(message("kiosk.touch"))), bar);
    let at = 0;
    function show(index, scene) {
      const isRound = index === 0 && at === scenes.length - 1;
      at = index;
      layer.dataset.attractYear = scene.year;
      layer.dataset.fact = scene.fact;
      layer.dataset.to = scene.leave;
      year.textContent = String(scene.year);
      said.replaceChildren(...both(scene.text));
      const count = city.counts[scene.year].lit;
      lit.replaceChildren(...both(message("kiosk.lit", { count: tao.number(count) })));
      ground.querySelectorAll(".city__pond").forEach((pond, number) => pond.classList.toggle("is-lit", number < count));
      ground.querySelectorAll(".city__rail--mrt").forEach((line) => line.classList.toggle("is-later", scene.year < 2017));
      bar.style.setProperty("--gone", String((index + 1) / scenes.length));
      if (isRound) tao.kiosk.ask?.(player.play).then((isAsked) => { if (isAsked) player.stop(); });
    }
    tao.kiosk.cover(layer);
    await tao.settle(layer);
    const player = tao.player(scenes, { show, ms: STEP_MS, again: true, keys: null });
    show(0, scenes[0]);
    const watcher = new ResizeObserver(() => show(at, scenes[at]));      // the map is drawn anew with the size of the screen
    watcher.observe(layer);
    player.play();
    const wake = () => { if (!document.hidden) player.play(); };
    document.addEventListener("visibilitychange", wake);
    async function leave() {
      if (layer.dataset.touched) return;
      layer.dataset.touched = "true";
      player.destroy();
      watcher.disconnect();
      document.removeEventListener("visibilitychange", wake);
      await enter(layer.dataset.lead || scenes[at].leave);
      tao.kiosk.uncover(layer);
      await tao.settle(document.body);
    }
    layer.addEventListener("click", leave);
    /* A long press ends without a click. */
    for (const end of ["pointerup", "pointercancel"]) layer.addEventListener(end, () => setTimeout(leave, 200));
  }
  tao.kiosk.attract = attract;
})();
