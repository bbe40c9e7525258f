/* No markup and no script is made from text: the browser refuses it (Trusted Types, server/headers.py). What remains are our own scripts
   by their address, and the empty drawing by which Leaflet learns that it may draw. */
"use strict";
(function () {
  const OWN = /^\/(static\/[\w.@-]+\.js|sw\.js)$/;
  const DRAWN = ["<svg/>"];
  function createScriptURL(text) {
    const to = new URL(text, location.href);
    return to.origin === location.origin && OWN.test(to.pathname) ? text : null;
  }
  const createHTML = (text) => (/[<&]/.test(text) && !DRAWN.includes(text) ? null : text);
  window.trustedTypes?.createPolicy("default", { createHTML, createScriptURL });
})();
