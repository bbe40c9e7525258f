/* A story: the stage, its sentence, the canal of its steps. The step is in the address, and the year of the address is the step's. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message, named } = tao;

  async function story(node) {
    const stories = await tao.view("stories");
    const own = stories[node.dataset.story];
    const { scenes } = own;
    const hasIndicators = "indicators" in node.dataset;
    const part = (name) => node.querySelector(`[data-part="${name}"]`);
    const [picture, sentence, beside, ending, steps] = ["picture", "sentence", "beside", "ending", "steps"].map(part);

    /** The step of an address, from 0; what is no step of this story is the first. */
    const stepOf = (state) => { const step = Number(state.step); return Number.isInteger(step) && step >= 1 && step <= scenes.length ? step - 1 : 0; };
    /** The year of the exhibition a step stands under. */
    const yearOf = (scene) => Math.max(tao.address.FIRST, scene.year);
    const leaveOf = (scene) => (scene.otherwise && !hasIndicators ? scene.otherwise : scene.leave);
    const go = (index) => tao.address.set({ step: index + 1, year: yearOf(scenes[index]) });

    const ponds = scenes.map((scene, index) => {
      const button = el("button", { type: "button", class: "steps__step", ...named(message("story.step_name", { step: String(index + 1), year: String(scene.year), text: scene.text })) },
        el("span", { class: "steps__pond" }), el("span", { class: "steps__year num" }, String(scene.year)));
      button.addEventListener("click", () => player.to(index));
      return button;
    });
    const water = el("span", { class: "steps__water" });
    const track = el("div", { class: "steps__track", role: "group", ...named(message("story.steps")) }, water, ...ponds);
    const play = el("button", { type: "button", class: "ribbon__play steps__play", "data-plays": true });
    const turn = (icon, key, act) => { const button = el("button", { type: "button", class: "steps__turn", ...named(message(key)) }, tao.icon(icon)); button.addEventListener("click", act); return button; };
    const back = turn("arrow-left", "story.back", () => player.back()), next = turn("arrow-right", "story.next", () => player.next());
    steps.replaceChildren(play, back, track, next);

    const stage = await tao.stage(picture);
    const player = tao.player(scenes, { at: stepOf(tao.address.state()), show: go, changed: showPlay, touch: node, picture });
    node.style.setProperty("--step-time", `${player.ms}ms`);
    let shown = -1;
    play.addEventListener("click", () => (player.playing ? player.stop() : player.play()));

    function showPlay() {
      const on = player?.playing;
      play.setAttribute("aria-pressed", String(Boolean(on)));
      play.replaceChildren(tao.icon(on ? "pause" : "play"));
      Object.entries(named(message(on ? "story.pause" : "story.play"))).forEach(([name, value]) => play.setAttribute(name, value));
      node.toggleAttribute("data-playing", Boolean(on));
      run();
    }
    /** Water runs along the canal to the step shown; while the story plays, on towards the next one for as long as the step stands. */
    function run() {
      const reach = (shown + 0.5) / scenes.length;
      water.style.setProperty("--passed", Math.max(0, reach));
      water.style.setProperty("--next", player?.playing && !tao.still() ? Math.min(1, reach + 0.82 / scenes.length) : Math.max(0, reach));
    }
    /** The publisher as the way to the source; one named already is a number. */
    function source([id, publisher], number, all) {
      const before = all.slice(0, number).filter((one) => one[1][0] === publisher[0]).length;
      return before ? el("a", { href: `/sources/${id}`, ...named(message("story.source_again", { name: publisher, number: String(before + 1) })) }, String(before + 1)) : el("a", { href: `/sources/${id}` }, words(publisher));
    }
    function show(index) {
      const scene = scenes[index];
      shown = index;
      stage.show(scene);
      sentence.replaceChildren(words(scene.text));
      const notes = el("details", { class: "story__more", open: Boolean(scene.caveat) },
        el("summary", {}, words(message("story.more")), tao.icon("chevron-down")),
        el("p", {}, words(scene.notes)), scene.note && scene.figure?.points.length === 1 ? el("p", { lang: "en", class: "story__note" }, ...tao.english(scene.note)) : null);
      beside.replaceChildren(
        notes,
        el("p", { class: "story__source" }, words(message("source.word")), ...scene.sources.flatMap((one, i, all) => [i ? " · " : null, source(one, i, all)])),
        el("a", { class: "story__leave", href: leaveOf(scene) }, words(message("story.leave")), tao.icon("arrow-right")));
      const isLast = index === scenes.length - 1;
      ending.hidden = !isLast;
      node.toggleAttribute("data-last", isLast);
      ponds.forEach((pond, n) => {
        pond.dataset.when = n < index ? "past" : n === index ? "now" : "later";
        if (n === index) pond.setAttribute("aria-current", "step"); else pond.removeAttribute("aria-current");
      });
      back.disabled = index === 0;
      next.disabled = isLast;
      part("count").replaceChildren(words(message("story.count", { step: String(index + 1), steps: String(scenes.length) })));
      node.dataset.step = index + 1;
      tao.language.apply(node);
      run();
    }
    showPlay();
    const first = stepOf(tao.address.state());
    const { step, year, chosen } = tao.address.state();
    if (step !== String(first + 1) || !chosen || year !== yearOf(scenes[first])) go(first);
    return {
      update(state) {
        const index = stepOf(state);
        if (index === shown) return;
        player.stand(index);
        show(index);
      },
      destroy() { player.destroy(); stage.destroy(); },
    };
  }
  tao.component("story-player", story, { follows: "year" });
})();
