/* Says to the page around this one (assets/service/watch.js) once a second that it lives and whether anything stands on it. */
"use strict";
(function () {
  const { tao } = window;
  if (window.parent === window) return;
  const BEAT_MS = 1000, LEAST_PX = 100;
  const around = (said) => window.parent.postMessage(said, location.origin);
  function stands(node) {
    if (!node?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const { width, height } = node.getBoundingClientRect();
    return width >= LEAST_PX && height >= LEAST_PX;
  }
  /** Does anything of the exhibition stand on the screen? At rest that is the attract screen, which lies over the page. */
  function isPainted(state) {
    if ([...document.querySelectorAll("body > .layer")].some(stands)) return true;
    return state !== "attract" && Boolean(document.querySelector("#page > .page__turn > *")) && stands(document.getElementById("page"));
  }
  function beat() {
    const state = tao.kiosk.state();
    if (state) around({ kiosk: "beat", state, release: document.documentElement.dataset.release, painted: isPainted(state) });
  }
  setInterval(beat, BEAT_MS);
  window.addEventListener("pagehide", () => around({ kiosk: "leaves" }));
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== location.origin || data?.kiosk !== "restarted") return;
    document.dispatchEvent(new CustomEvent("kiosk-restarted", { detail: { why: data.why } }));
  });
})();
