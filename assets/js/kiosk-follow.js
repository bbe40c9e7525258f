/* "Follow the lectern": while the hub names a talk, the screen at rest shows what the lectern shows; a touch looks around, and the
   screen comes back when nobody is there. The talk over, or the hub lost, it attracts as ever. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const root = document.documentElement;
  const KEPT = `${tao.kiosk.OWN}follow`, OVER = `${tao.kiosk.OWN}over`;      // which talk, until when it counts; whose end was heard
  const BEATS = 3;                    // answers of the hub that may be missed, as the hub itself counts (LATE_BEATS)
  const PATIENCE_MS = 30000;          // a line to the lectern that is down so long is no picture to stand in the hall
  const LOOK_MS = 500;
  let layer = null, frame = null, lost = 0;

  function kept() { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } }
  /** What the hub says: the read token of a talk, or null; ``next_s`` until it speaks again. */
  function follow(read, next_s) {
    if (read) localStorage.setItem(KEPT, JSON.stringify({ read, until: Date.now() + BEATS * next_s * 1000 }));
    else localStorage.removeItem(KEPT);
    look();
  }
  /** The talk to show now. */
  function wanted() {
    const now = kept();
    return now && Date.now() < now.until && localStorage.getItem(OVER) !== now.read ? now.read : null;
  }
  const shown = () => frame?.contentDocument?.querySelector(".follow");
  function open(read) {
    frame = el("iframe", { class: "following__picture", "data-talk-picture": true, tabindex: "-1", inert: true, "data-read": read,
      src: `/follow/${read}?${new URLSearchParams({ hall: "", lang: root.lang, theme: root.dataset.theme })}`, ...tao.named(message("kiosk.following")) });
    const both = (key) => message(key).map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));
    const touch = el("button", { type: "button", class: "following__touch" },
      el("span", { class: "following__said" }, el("span", { class: "following__live", "aria-hidden": "true" }), ...both("kiosk.following")),
      el("span", { class: "following__look" }, tao.icon("hand"), ...both("kiosk.look")));
    touch.addEventListener("click", lookAround);
    layer = el("div", { class: "layer following", hidden: true, tabindex: "-1" }, frame, touch);
    lost = Date.now();
    tao.kiosk.cover(layer);
  }
  function drop() {
    if (!layer) return;
    const old = layer;
    layer = null;
    frame = null;
    root.removeAttribute("data-following");
    tao.kiosk.uncover(old);
  }
  /** Into the exhibition, at what the lectern shows. */
  function lookAround() {
    const attract = document.querySelector("body > .attract");
    const href = shown()?.querySelector(".follow__beside a.button")?.getAttribute("href");
    if (!attract) return;
    if (href) attract.dataset.lead = tao.address.carried(href);
    attract.click();
  }
  let back = null;
  /** While somebody looks around: the way back to the talk. */
  function wayBack(isOpen) {
    if (!isOpen) { back?.remove(); return; }
    if (!back) {
      back = el("button", { type: "button", class: "button following__back" }, tao.icon("presentation"), words(message("kiosk.back_to_talk")));
      back.addEventListener("click", () => tao.kiosk.reset());
    }
    if (!back.isConnected) document.body.append(back);
  }
  function look() {
    const read = wanted(), state = tao.kiosk.state();
    wayBack(Boolean(read) && state === "explore");
    if (!read || state !== "attract") { drop(); return; }
    if (!document.querySelector("body > .attract .city__pond")) return;      // it stands under the talk, for the moment the talk ends
    if (frame?.dataset.read !== read) { drop(); open(read); }
    const line = shown()?.dataset.line;
    if (line === "over" || line === "none") { localStorage.setItem(OVER, read); drop(); return; }
    if (line === "live" && shown().dataset.step) { lost = 0; layer.hidden = false; }
    else {
      lost = lost || Date.now();
      if (Date.now() - lost > PATIENCE_MS) layer.hidden = true;
    }
    root.toggleAttribute("data-following", !layer.hidden);
  }
  document.addEventListener("kiosk", look);
  setInterval(look, LOOK_MS);
  tao.kiosk.follow = follow;
})();
