/* Take it with you: the QR code of this very view on the public address. A link that leads out of the exhibition is shown as a code, too. */
"use strict";
(function () {
  const { tao } = window;
  const { el, svg, message } = tao;
  const root = document.documentElement;
  const LEFT = ["screen", "theme"];         // how a screen shows a view, not what it is
  const LONGEST = 1200;                     // characters; a code of more is too fine for a phone one step away
  const QUIET = 4;                          // modules of white round the code, ISO/IEC 18004

  /** The address of the view shown now, on the web, in the language shown. */
  function here() {
    const address = new URL(location.pathname + location.search, root.dataset.public);
    for (const name of LEFT) address.searchParams.delete(name);
    address.searchParams.set("lang", root.lang);
    return address.href;
  }
  /** The code of ``text`` as a drawing; null when it is too long. */
  function code(text) {
    if (text.length > LONGEST) return null;
    const made = window.qrcode(0, "M");
    made.addData(text);
    made.make();
    const size = made.getModuleCount(), all = size + 2 * QUIET;
    const rows = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => (made.isDark(y, x) ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join(""));
    return svg("svg", { class: "take__code", viewBox: `0 0 ${all} ${all}`, "data-address": text, role: "img", ...tao.named([text, text]), "shape-rendering": "crispEdges" },
      svg("rect", { class: "take__paper", width: all, height: all }), svg("path", { class: "take__ink", d: rows.join("") }));
  }
  function open([titleKey, saidKey], address) {
    close();
    const both = (key) => message(key).map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));
    const picture = code(address);
    const shut = el("button", { type: "button", class: "button take__close" }, tao.icon("x"), ...both("kiosk.close"));
    const sheet = el("section", { class: "layer take", role: "dialog", "aria-modal": "true", tabindex: "-1", ...tao.named(message(titleKey)) },
      el("div", { class: "take__sheet" },
        el("h2", { class: "take__title" }, ...both(titleKey)),
        el("div", { class: "take__both" }, picture,
          el("div", { class: "take__said" }, el("p", {}, ...both(saidKey)), el("p", { class: "take__address" }, address.slice(0, 200)))),
        el("p", { class: "take__kept" }, tao.icon("shield"), el("span", {}, ...both("kiosk.nothing_kept"))),
        shut));
    sheet.addEventListener("click", (event) => { if (event.target === sheet || shut.contains(event.target)) close(); });
    sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    tao.kiosk.cover(sheet);
  }
  function close() {
    const sheet = document.querySelector("body > .take");
    if (sheet) tao.kiosk.uncover(sheet);
  }
  /** Links that leave: another host, a file, a room that is no page. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    const target = new URL(link.href, location.href);
    const leaves = target.origin !== location.origin || link.hasAttribute("download") || link.target || /^\/(api|data|export|ogc|catalog|hub|present)(\b|\/)/.test(target.pathname) && !isPage(target.pathname);
    if (!leaves) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!/^https?:$/.test(target.protocol)) return;
    open(["kiosk.outside_title", "kiosk.outside_said"], target.origin === location.origin ? new URL(target.pathname + target.search, root.dataset.public).href : target.href);
  }, true);
  const isPage = (path) => path === "/data";

  /** The kiosk's own buttons stand in the frame. */
  tao.kiosk.dress = () => {
    const reach = el("button", { type: "button", class: "button kiosk__reach", ...tao.named(message("kiosk.reach")), "aria-pressed": "false" }, tao.icon("accessibility"));
    const take = el("button", { type: "button", class: "button kiosk__take", ...tao.named(message("kiosk.take")) }, tao.icon("qr-code"), tao.words(message("kiosk.take")));
    reach.addEventListener("click", () => {
      const on = root.toggleAttribute("data-reach");
      reach.setAttribute("aria-pressed", String(on));
    });
    take.addEventListener("click", () => open(["kiosk.take_title", "kiosk.take_said"], here()));
    document.querySelector(".frame__switches").append(reach, take);
  };
  tao.kiosk.here = here;
})();
