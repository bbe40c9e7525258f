/* In the hall one part at a time, chosen by its button; the web shows all of them and hides the buttons. */
"use strict";
(function () {
  const { tao } = window;
  function figureTabs(node) {
    const buttons = [...node.querySelectorAll(".tabs [data-show]")];
    const figures = [...node.querySelectorAll("[data-show]:not(.tabs__tab)")];
    for (const button of buttons) button.addEventListener("click", () => tao.address.set({ show: button.dataset.show }));
    return {
      update(state) {
        const offered = buttons.filter((one) => one.checkVisibility());      // what this screen does not take turns with
        const chosen = offered.some((one) => one.dataset.show === state.show) ? state.show : buttons[0].dataset.show;
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === chosen));
        for (const figure of figures) figure.toggleAttribute("data-chosen", figure.dataset.show === chosen);
      },
    };
  }
  tao.component("figure-tabs", figureTabs);
})();
