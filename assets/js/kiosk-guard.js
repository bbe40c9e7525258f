/* Nothing to break: what a browser would do with a hand on the glass and does not belong to the exhibition does not happen. */
"use strict";
(function () {
  const now = { capture: true, passive: false };
  const ownsFingers = (target) => Boolean(target.closest?.(".leaflet-container"));      // the map keeps two fingers
  const stop = (event) => event.preventDefault();
  for (const name of ["contextmenu", "dragstart", "drop", "gesturestart", "auxclick"]) window.addEventListener(name, stop, now);
  window.addEventListener("selectstart", (event) => { if (!event.target.closest?.("input, textarea")) stop(event); }, now);
  window.addEventListener("wheel", (event) => { if (event.ctrlKey && !ownsFingers(event.target)) stop(event); }, now);
  window.addEventListener("touchmove", (event) => {
    if (event.touches.length > 1 && event.cancelable && !ownsFingers(event.target)) stop(event);
  }, now);
  /* The buttons at a mouse's side go back and forward. */
  for (const name of ["mousedown", "mouseup"]) {
    window.addEventListener(name, (event) => { if (event.button > 2) stop(event); }, now);
  }
  /* Keys of the browser: every one with Ctrl, Alt or Meta but copying none, and the function keys. */
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || /^F\d+$|^Browser|^ContextMenu$/.test(event.key)) stop(event);
  }, now);
  /* A field for a file would open the dialog of the system. */
  window.addEventListener("click", (event) => { if (event.target.closest?.("input[type=file]")) stop(event); }, now);
  window.open = () => null;
  window.print = () => {};
})();
