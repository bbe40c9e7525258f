/* In the hall the data platform is three screens, and its shelf some rows at a time; on the web all of it is one page. */
"use strict";
(function () {
  const { tao } = window;
  const AT_ONCE = { tall: 3, wide: 4 };     // datasets a hall screen holds

  function parts(node) {
    const buttons = [...node.querySelectorAll(".platform__part")];
    const known = new Set(buttons.map((button) => button.dataset.part));
    const sets = [...node.querySelectorAll(".shelf__one")], places = node.querySelector(".shelf__pages");
    const tall = matchMedia("(orientation: portrait)");
    let ponds = [];
    for (const button of buttons) {
      button.addEventListener("click", () => tao.address.set({ part: button.dataset.part === "picture" ? null : button.dataset.part, spring: null, set: null }));
    }
    /** One pond a page of the shelf, and one before them that says how the scores are counted. */
    function lay() {
      const size = tall.matches ? AT_ONCE.tall : AT_ONCE.wide, count = Math.ceil(sets.length / size);
      sets.forEach((set, n) => { set.dataset.page = Math.floor(n / size); });
      ponds = Array.from({ length: count }, (_, n) => {
        const pond = tao.el("button", { type: "button", class: "shelf__page", ...tao.named(tao.message("platform.page", { page: String(n + 1), pages: String(count) })) },
          tao.el("span", { class: "shelf__pond num" }, String(n + 1)));
        pond.addEventListener("click", () => tao.address.set({ set: sets[n * size].dataset.set }));
        return pond;
      });
      const about = tao.el("button", { type: "button", class: "shelf__page", ...tao.named(tao.message("platform.page_about", {})) }, tao.el("span", { class: "shelf__pond" }, tao.icon("circle-help")));
      about.addEventListener("click", () => tao.address.set({ set: null }));
      ponds.unshift(about);
      places.replaceChildren(...ponds);
      show(tao.address.state());
    }
    function show(state) {
      node.dataset.part = known.has(state.part) ? state.part : "picture";
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.part === node.dataset.part));
      const page = sets.find((set) => set.dataset.set === state.set)?.dataset.page;     // none = how the scores are counted
      node.dataset.shelf = page === undefined ? "about" : "sets";
      for (const set of sets) set.toggleAttribute("data-off", set.dataset.page !== page);
      ponds.forEach((pond, n) => pond.setAttribute("aria-current", String(n === (page === undefined ? 0 : Number(page) + 1))));
    }
    tall.addEventListener("change", lay);
    lay();
    return { update: show, destroy: () => tall.removeEventListener("change", lay) };
  }
  tao.component("platform-parts", parts);
})();
