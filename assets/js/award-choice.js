/* The honour chosen in the address opens in the list; the others sink. */
"use strict";
(function () {
  const { tao } = window;
  function choice(node) {
    const items = new Map([...node.querySelectorAll("[data-award]")].map((item) => [item.dataset.award, item]));
    node.addEventListener("click", (event) => {
      const head = event.target.closest("summary");
      if (!head) return;
      event.preventDefault();
      const { award } = head.closest("[data-award]").dataset;
      tao.address.set({ award: tao.address.state().award === award ? null : award });
    });
    return {
      update(state, previous) {
        if (previous && previous.award === state.award) return;
        const chosen = items.get(state.award);
        node.toggleAttribute("data-any", Boolean(chosen));
        for (const item of items.values()) {
          item.toggleAttribute("data-chosen", item === chosen);
          item.querySelector("details").open = item === chosen;
        }
        chosen?.scrollIntoView({ block: "nearest" });
      },
    };
  }
  tao.component("award-choice", choice);
})();
