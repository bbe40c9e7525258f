/* Where a step of a talk is seen: a scene of a story on the stage, any other address as the living page itself. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const NO_PICTURE = /^\/(present|follow|talk)(\/|\?|$)/;      // the lectern in its own picture would never end
  const SAID = ["story.", "series.", "awards.", "project.", "source.", "present.", "timeline.", "home.lit"];      // messages the scenes say

  async function talkStage(node) {
    const drawn = el("div", { class: "talk-stage__scene" }), pages = el("div", { class: "talk-stage__pages" });
    node.classList.add("talk-stage");
    node.replaceChildren(drawn, pages);
    const stage = await tao.stage(drawn);
    const frames = new Map();      // address -> living page; hidden by sight only, so that its map has a size when its turn comes
    const off = (part, is) => { part.toggleAttribute("data-off", is); part.inert = is; };

    const whole = (address) => { const url = new URL(address, location.origin); url.hash = ""; return tao.address.carried(url.pathname + url.search); };
    function living(address) {
      if (!frames.has(address)) {
        const frame = el("iframe", { src: whole(address), "data-talk-picture": true, ...tao.named(message("present.living")) });
        off(frame, true);
        frame.addEventListener("load", () => frame.contentDocument?.addEventListener("pointerdown", () => { frame.dataset.touched = ""; }, true));
        frames.set(address, frame);
        pages.append(frame);
      }
      return frames.get(address);
    }
    /** A page somebody has touched is shown from its beginning again. Was there one? */
    function home(step) {
      const frame = frames.get(step.address);
      if (!frame || frame.dataset.touched === undefined) return false;
      delete frame.dataset.touched;
      frame.src = whole(step.address);
      return true;
    }
    const pictured = (step) => !step.scene && !NO_PICTURE.test(step.address);
    return {
      show(step) {
        off(drawn, !step.scene);
        off(pages, Boolean(step.scene));
        if (step.scene) stage.show(step.scene);
        else home(step);
        const frame = pictured(step) ? living(step.address) : null;
        for (const one of frames.values()) off(one, one !== frame);
      },
      home,
      /** The living pages in another language. */
      tongue(lang) { for (const one of frames.values()) one.contentWindow?.tao?.address?.set({ lang }); },
      /** Load the page of a step that comes soon; what is far away is let go. */
      prepare(steps) {
        const soon = new Set(steps.filter((step) => step && pictured(step)).map((step) => step.address));
        soon.forEach(living);
        for (const [address, frame] of frames) if (!soon.has(address)) { frame.remove(); frames.delete(address); }
      },
      destroy() { stage.destroy(); node.replaceChildren(); },
    };
  }
  /** The letters of all words of a talk, in both tongues, so that a network that goes away takes none of them. */
  async function letters(texts) {
    const style = getComputedStyle(document.body);
    const [display, plain] = ["--font-display", "--font-text"].map((name) => style.getPropertyValue(name));
    const messages = Object.keys(tao.messages).filter((key) => SAID.some((room) => key.startsWith(room))).flatMap((key) => tao.messages[key]);
    const labels = tao.page.views.basemap ? (await tao.view("basemap")).layers.labels : [];      // the notes draw no map of their own
    const said = [...texts, ...messages, ...labels.flatMap((one) => [one.name_zh, one.name_en])].filter(Boolean).join("");
    await Promise.allSettled([`400 16px ${plain}`, `700 16px ${plain}`, `700 16px ${display}`, `400 16px ${display}`].map((font) => document.fonts.load(font, said)));
  }
  /** Every text inside something made of plain data. */
  const texts = (thing) => (typeof thing === "string" ? [thing] : thing && typeof thing === "object" ? Object.values(thing).flatMap(texts) : []);
  /** The canal of steps; ``go(index)`` when one is touched. Gives ``show(index)``. */
  function canal(node, steps, go) {
    const ponds = steps.map((step, index) => {
      const button = el("button", { type: "button", class: "steps__step", ...tao.named(message("present.step_name", { step: String(index + 1), text: step.text })) },
        el("span", { class: "steps__pond" }), el("span", { class: "steps__year num" }, String(step.year || index + 1)));
      button.addEventListener("click", () => go(index));
      return button;
    });
    const water = el("span", { class: "steps__water" });
    node.replaceChildren(el("div", { class: "steps__track", role: "group", ...tao.named(message("story.steps")) }, water, ...ponds));
    return (index) => {
      water.style.setProperty("--passed", (index + 0.5) / steps.length);
      ponds.forEach((pond, n) => {
        pond.dataset.when = n < index ? "past" : n === index ? "now" : "later";
        if (n === index) pond.setAttribute("aria-current", "step"); else pond.removeAttribute("aria-current");
      });
    };
  }
  function sources(scene) {
    return [words(message("source.word")), ...scene.sources.flatMap(([id, publisher], i) => [...(i ? [" · "] : []), el("a", { href: `/sources/${id}` }, words(publisher))])];
  }
  tao.talkStage = Object.assign(talkStage, { letters, texts, canal, sources });
})();
