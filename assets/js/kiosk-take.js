/* Take it with you: the QR code of this very view on the public address. A link out of the exhibition is shown as a code, too. */
"use strict";
(function () {
  const { tao } = window;
  const { el, message } = tao;
  const root = document.documentElement;
  const NO_PAGES = /^\/((api|export|ogc|catalog|hub|present)([/.]|$)|data\/(.*[./]|releases$))/;      // rooms that are not for a visitor of the hall

  function open([titleKey, saidKey], address, code) {
    close();
    const both = (key) => message(key).map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));
    const picture = tao.qr(address);
    const shut = el("button", { type: "button", class: "button take__close" }, tao.icon("x"), ...both("kiosk.close"));
    const dialog = { role: "dialog", "aria-modal": "true", tabindex: "-1", ...tao.named(message(titleKey)) };
    const sheet = el("section", { class: "layer take", ...dialog },
      el("div", { class: "take__sheet" },
        el("h2", { class: "take__title" }, ...both(titleKey)),
        el("div", { class: "take__both" }, picture,
          el("div", { class: "take__said" },
            el("p", {}, ...both(saidKey)), el("p", { class: "take__address" }, address.slice(0, 200)), ...(code ? spoken(code) : []))),
        el("p", { class: "take__kept" }, tao.icon("shield"), el("span", {}, ...both("kiosk.nothing_kept"))),
        shut));
    sheet.addEventListener("click", (event) => { if (event.target === sheet || shut.contains(event.target)) close(); });
    sheet.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    tao.kiosk.cover(sheet);
  }
  /** For those without a camera: what to type. */
  function spoken(code) {
    const host = new URL(root.dataset.public).host;
    return [el("p", {}, ...message("kiosk.type_said").map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text))),
      el("p", { class: "take__code" }, `${host}/g/`, el("b", {}, code))];
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
    const isOurs = target.origin === location.origin;
    if (isOurs && !link.hasAttribute("download") && !link.target && !NO_PAGES.test(target.pathname)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!/^https?:$/.test(target.protocol)) return;
    const address = isOurs ? new URL(target.pathname + target.search, root.dataset.public) : target;
    open(["kiosk.outside_title", "kiosk.outside_said"], address.href);
  }, true);
  /** The kiosk's own buttons stand in the frame. */
  tao.kiosk.dress = () => {
    const control = (key, pair, ...inside) => el("button", { type: "button", class: `button kiosk__${key}`, ...tao.named(pair) }, ...inside);
    const reach = control("reach", message("kiosk.reach"), tao.icon("accessibility"));
    const take = control("take", message("kiosk.take"), tao.icon("qr-code"), tao.words(message("kiosk.take")));
    reach.setAttribute("aria-pressed", "false");
    reach.addEventListener("click", () => tao.kiosk.reach(!root.hasAttribute("data-reach")));
    take.addEventListener("click", () => open(["kiosk.take_title", "kiosk.take_said"], tao.address.world().href, tao.kiosk.code(tao.address.world())));
    document.querySelector(".frame__switches").append(reach, take);
  };
})();
