/* The theme is one attribute of the page; everything drawn takes its colours from the roles of CSS. And the frame's switches. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  function follow(state) {
    const theme = state.theme || root.dataset.defaultTheme;
    if (theme === root.dataset.theme) return;
    root.dataset.theme = theme;
    tao.markSwitches();
  }
  /** Show which language and theme is on: the links of the frame carry data-set-lang / data-set-theme. */
  tao.markSwitches = () => {
    for (const link of document.querySelectorAll("[data-set-lang]")) mark(link, link.dataset.setLang === root.lang);
    for (const link of document.querySelectorAll("[data-set-theme]")) mark(link, link.dataset.setTheme === root.dataset.theme);
  };
  function mark(link, isOn) { if (isOn) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); }
  function chosen(event) {
    const link = event.target.closest("[data-set-lang], [data-set-theme]");
    if (!link) return [null];
    const { setLang, setTheme } = link.dataset;
    return [link, setLang ? { lang: setLang } : { theme: setTheme }];
  }
  document.addEventListener("click", (event) => {
    const [link, patch] = chosen(event);
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    tao.address.set(patch);
  });
  /** In another tab, too, the view is that of now. */
  document.addEventListener("pointerdown", (event) => {
    const [link, patch] = chosen(event);
    if (link) link.href = tao.address.also(patch);
  });
  /** A button that opens something of the frame closes it again, as does a touch elsewhere or Escape. */
  function opens(event) {
    const asked = event.type === "click" ? event.target.closest("[data-opens]") : null;
    for (const button of document.querySelectorAll("[data-opens]")) {
      const rest = document.getElementById(button.dataset.opens);
      const open = button === asked && !rest.hasAttribute("data-open");
      rest.toggleAttribute("data-open", open);
      button.setAttribute("aria-expanded", String(open));
    }
  }
  document.addEventListener("click", opens);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") opens(event); });
  tao.theme = { follow };
})();
