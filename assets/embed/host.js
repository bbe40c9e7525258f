/* For pages that frame a view of the exhibition: each frame becomes as tall as its content. Load it once, anywhere in the page:
   <script async src="https://…/embed/host.js"></script>
   It listens to the exhibition's own frames only, reads a number from them and sets their height. */
"use strict";
(function () {
  const home = new URL(document.currentScript.src).origin;
  const LEAST = 80, MOST = 20000;       // CSS px
  const ours = () => [...document.querySelectorAll("iframe")].filter((frame) => {
    const at = new URL(frame.src || "about:blank", document.baseURI);
    return at.origin === home && (at.pathname + "/").startsWith("/embed/");
  });
  window.addEventListener("message", (event) => {
    if (event.origin !== home || event.data?.type !== "taoyuan:height") return;
    const height = Number(event.data.height);
    if (!(height >= LEAST && height <= MOST)) return;
    for (const frame of ours()) if (frame.contentWindow === event.source) frame.style.height = `${height}px`;
  });
  for (const frame of ours()) frame.contentWindow?.postMessage({ type: "taoyuan:measure" }, "*");      // one that has not come yet tells by itself
})();
