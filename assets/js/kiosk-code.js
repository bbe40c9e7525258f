/* The short code of a view, for those without a camera: made on the screen as server/codes.py reads it. */
"use strict";
(function () {
  const { tao } = window;
  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const TONGUES = ["zh-TW", "en"];
  const CHOICES = { topic: "T", district: "D", project: "P", milestone: "M", step: "S", partner: "R" };
  const PATH_SIGNS = 5, VALUE_SIGNS = 4;

  /** FNV-1a of the text's UTF-8, 32 bits; five bits a sign from above. */
  function signs(text, count) {
    let number = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
    return Array.from({ length: count }, (_, place) => SIGNS[(number >>> (27 - 5 * place)) & 31]).join("");
  }
  /** The code of a URL; null when it holds something no code says. */
  function code(url) {
    const query = new URLSearchParams(url.search);
    const { FIRST, LAST } = tao.address;
    const year = Number(query.get("year") || FIRST - 1), lang = TONGUES.indexOf(query.get("lang"));
    for (const name of ["year", "lang"]) query.delete(name);
    if ([...query.keys()].some((name) => !(name in CHOICES))) return null;
    const choices = Object.keys(CHOICES).filter((name) => query.has(name)).map((name) => CHOICES[name] + signs(query.get(name), VALUE_SIGNS));
    return SIGNS[lang * (LAST - FIRST + 2) + year - FIRST + 1] + signs(url.pathname, PATH_SIGNS) + choices.join("");
  }
  tao.kiosk.code = code;
})();
