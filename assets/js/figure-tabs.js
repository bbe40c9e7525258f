/* In the hall one figure at a time, chosen by its button; the web shows all of them and hides the buttons. */
"use strict";
(function () {
  const { tao } = window;
  function figureTabs(node) {
    const buttons = [...node.querySelectorAll(".tabs [data-show]")];
    const figures = [...node.querySelectorAll(".person[data-show]")];
    for (const button of buttons) button.addEventListener("click", () => tao.address.set({ show: button.dataset.show }));
    return {
      update(state) {
        const chosen = buttons.some((one) => one.dataset.show === state.show) ? state.show : buttons[0].dataset.show;
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === chosen));
        for (const figure of figures) figure.toggleAttribute("data-chosen", figure.dataset.show === chosen);
      },
    };
  }
  tao.component("figure-tabs", figureTabs);
})();
