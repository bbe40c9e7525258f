/* A QR code as a drawing of our own, made in the browser: it needs no server, and says what ``data-address`` says. */
"use strict";
(function () {
  const { tao } = window;
  const { svg } = tao;
  const QUIET = 4;                          // modules of white round the code, ISO/IEC 18004
  const LONGEST = 1200;                     // characters; a code of more is too fine for a phone one step away

  /** The code of ``text``, dark on white in every theme; null when it is too long. The script qrcode.js must be there. */
  tao.qr = (text) => {
    if (text.length > LONGEST) return null;
    const made = window.qrcode(0, "M");     // the smallest that holds it, with the middle correction of errors
    made.addData(text);
    made.make();
    const size = made.getModuleCount(), all = size + 2 * QUIET;
    let d = "";
    for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) if (made.isDark(y, x)) d += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    const said = { role: "img", "data-address": text, ...tao.named([text, text]) };
    return svg("svg", { class: "qr", viewBox: `0 0 ${all} ${all}`, "shape-rendering": "crispEdges", ...said },
      svg("rect", { class: "qr__paper", width: all, height: all }), svg("path", { class: "qr__ink", d }));
  };
})();
