/* Reach mode: every control within a hand's reach and large type. The page is laid out as on a phone that were this large: what the
   style sheets ask of the screen in px grows with the type, and until one column is chosen; layouts of the hall, drawn to its height, are not. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const PHONE_PX = 700, TYPE_PX = 16; // the widest screen that has one column, and its type (assets/css/20-base.css)
  const drawn = new Map();            // rule -> its query as it is written
  let growth = 1;

  const grown = (query) => query.replace(/([\d.]+)px/g, (_, px) => `${px * growth}px`);
  function choose(rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule && rule.conditionText.includes("px")) {
        if (!drawn.has(rule)) drawn.set(rule, rule.conditionText);
        rule.media.mediaText = grown(drawn.get(rule));
      }
    }
  }
  tao.media = (query) => matchMedia(grown(query));
  /** Turn it on or off; what is shown is drawn anew, its address stays. */
  tao.kiosk.reach = (on) => {
    if (on === root.hasAttribute("data-reach")) return Promise.resolve();
    const type = parseFloat(getComputedStyle(root).getPropertyValue("--type-large"));
    growth = on ? Math.max(type / TYPE_PX, innerWidth / PHONE_PX) : 1;
    for (const sheet of document.styleSheets) choose(sheet.cssRules);
    root.toggleAttribute("data-reach", on);
    document.querySelector(".kiosk__reach").setAttribute("aria-pressed", String(on));
    return tao.go(location.pathname + location.search + location.hash, "back");
  };
})();
