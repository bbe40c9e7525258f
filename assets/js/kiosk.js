/* A screen nobody looks after: attract -> explore -> warn -> (reset) attract. A reset loads the home of the screen anew, so nothing
   of a visit can stay: address, language, theme, zoom, filters, panels, memory. Other parts hear ``kiosk`` on the document. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const root = document.documentElement;
  const WARN_MS = 20000;              // WCAG 2.2, 2.2.1: at least 20 s to say "I am here" by one simple action
  const LOOK_MS = 500;                // between two looks at the clock
  const HELD_MS = 120000;             // what lies on the screen this long without moving is no finger
  const OWN = "kiosk.";               // what the screen itself remembers stands under this; all else belongs to a visit
  const idle = Number(root.dataset.idleS) * 1000;
  const idleStory = Math.max(idle, Number(root.dataset.idleStoryS) * 1000);      // what plays never has less time than what stands still
  const fingers = new Map();          // pointer on the screen -> when it was last felt
  let touched = performance.now(), played = -Infinity, active = performance.now(), warned = 0, left = null;

  /** The address of the screen at rest: the front door, of this profile. */
  function home() {
    const screen = new URLSearchParams(location.search).get("screen");
    return screen === null ? "/" : `/?${new URLSearchParams({ screen })}`;
  }
  const isHome = () => location.pathname + location.search === home();
  const state = () => root.dataset.kioskState;
  function become(next) {
    if (state() === next) return;
    const previous = state();
    root.dataset.kioskState = next;
    document.dispatchEvent(new CustomEvent("kiosk", { detail: { state: next, previous } }));
  }
  /** What plays by itself now: a story, the years, the voice. */
  const PLAYS = "#page [data-playing], #page .ribbon__play[aria-pressed=true]";
  const plays = () => Boolean(document.querySelector(PLAYS) || window.speechSynthesis?.speaking);

  /** A layer over everything; what is under it can neither be touched nor reached by keys. */
  function cover(layer) {
    document.getElementById("frame").inert = true;
    document.body.append(layer);
    layer.focus({ preventScroll: true });
  }
  function uncover(layer) {
    layer.remove();
    if (!document.querySelector("body > .layer")) document.getElementById("frame").inert = false;
  }

  const seconds = el("span", { class: "still__seconds num" });
  const still = el("button", { type: "button", class: "layer still" });
  function fill() {
    const both = (key) => message(key).map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));
    still.replaceChildren(
      el("span", { class: "still__asked" }, ...both("kiosk.still")),
      el("span", { class: "still__pond", "aria-hidden": "true" }, el("span", { class: "still__rim" }), seconds),
      el("span", { class: "layer__go" }, ...both("kiosk.go_on")),
      el("span", { class: "still__said" }, ...both("kiosk.anywhere")));
  }
  function warn() {
    fill();
    warned = performance.now();
    left = document.activeElement;
    count();
    cover(still);
    become("warn");
  }
  function count() {
    const rest = Math.max(0, WARN_MS - (performance.now() - warned));
    seconds.textContent = String(Math.ceil(rest / 1000));
    still.style.setProperty("--rest", String(rest / WARN_MS));
    return rest;
  }
  function goOn() {
    if (state() !== "warn") return;
    feel();
    uncover(still);
    if (left?.isConnected) left.focus({ preventScroll: true });
    become("explore");
  }
  still.addEventListener("click", goOn);
  /* A long press ends without a click. */
  for (const end of ["pointerup", "pointercancel"]) still.addEventListener(end, () => setTimeout(goOn, 200));

  /** Back to how the screen was found. */
  async function reset() {
    become("reset");
    window.speechSynthesis?.cancel();
    for (const store of [localStorage, sessionStorage]) {
      for (const key of Object.keys(store)) if (!key.startsWith(OWN)) store.removeItem(key);
    }
    if (await answers()) { location.replace(home()); return; }
    history.replaceState({}, "", home());   // neither server nor worker: what this page holds is all there is
    await tao.kiosk.reach(false);
    await tao.go(home());
    history.replaceState(null, "", home());
    document.querySelector("#page h1")?.removeAttribute("tabindex");
    for (const button of document.querySelectorAll("[data-opens]")) {
      document.getElementById(button.dataset.opens)?.removeAttribute("data-open");
      button.setAttribute("aria-expanded", "false");
    }
    for (const layer of document.querySelectorAll("body > .layer")) uncover(layer);
    await attract();
  }
  /** Will a page that is loaded anew come? */
  async function answers() {
    if (navigator.serviceWorker?.controller) return true;
    try { return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) })).ok; } catch { return false; }
  }
  /** The attract screen, at the front door only: whatever else the address says was wanted by somebody. */
  async function attract() {
    become("attract");
    await tao.kiosk.attract((to) => {
      feel();
      become("explore");
      return tao.go(to);
    });
  }

  function feel() { touched = active = performance.now(); }
  function look() {
    const now = performance.now();
    if (plays()) played = active = now;
    for (const [finger, at] of fingers) if (now - at > HELD_MS) fingers.delete(finger);
    if (fingers.size) { if (state() === "explore") feel(); return; }
    const quiet = now - touched;
    if (state() === "explore" && quiet >= (now - played < idle ? idleStory : idle)) warn();
    else if (state() === "warn" && count() <= 0) reset();
  }
  const heard = { passive: true, capture: true };
  const down = (event) => { fingers.set(event.pointerId, performance.now()); feel(); };
  const up = (event) => { fingers.delete(event.pointerId); feel(); };
  window.addEventListener("pointerdown", down, heard);
  window.addEventListener("pointermove", (event) => { if (fingers.has(event.pointerId)) down(event); }, heard);
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, up, heard);
  window.addEventListener("wheel", feel, heard);
  window.addEventListener("keydown", (event) => {
    feel();
    if (state() !== "warn") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    goOn();
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".frame__again") || state() !== "explore") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    reset();
  }, true);

  /* ``active``: when, on the page's clock, somebody last touched or something last played. */
  tao.kiosk = { home, state, cover, uncover, reset, OWN, active: () => active };
  history.scrollRestoration = "manual";
  const started = setInterval(() => {
    if (root.dataset.ready !== "true") return;
    clearInterval(started);
    tao.address.announce();             // a page from the store may be in another language than its address
    tao.kiosk.dress?.();
    tao.language.apply(document.body);
    tao.markSwitches();
    feel();
    setInterval(look, LOOK_MS);
    if (isHome()) attract(); else become("explore");
  }, 50);
})();
