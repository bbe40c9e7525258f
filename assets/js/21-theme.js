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
  /** Show which language and theme is on: the buttons of the frame carry data-set-lang / data-set-theme. */
  tao.markSwitches = () => {
    for (const button of document.querySelectorAll("[data-set-lang]")) button.setAttribute("aria-pressed", String(button.dataset.setLang === root.lang));
    for (const button of document.querySelectorAll("[data-set-theme]")) button.setAttribute("aria-pressed", String(button.dataset.setTheme === root.dataset.theme));
  };
  document.addEventListener("click", (event) => {
    const lang = event.target.closest("[data-set-lang]");
    const theme = event.target.closest("[data-set-theme]");
    if (lang) tao.address.set({ lang: lang.dataset.setLang });
    if (theme) tao.address.set({ theme: theme.dataset.setTheme });
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
