/* In the hall the data platform is four screens, and its shelves some rows at a time; on the web all of it is one page. */
"use strict";
(function () {
  const { tao } = window;
  const AT_ONCE = { tall: 3, wide: 4 };     // datasets a hall screen holds

  function parts(node) {
    const buttons = [...node.querySelectorAll(".platform__part")];
    const known = new Set(buttons.map((button) => button.dataset.part));
    const shelves = [...node.querySelectorAll(".shelf__pages")].map((places) => ({ places, part: places.parentElement.id, sets: [...places.parentElement.querySelectorAll(".shelf__one")], ponds: [] }));
    const tall = matchMedia("(orientation: portrait)");
    for (const button of buttons) {
      button.addEventListener("click", () => tao.address.set({ part: button.dataset.part === "picture" ? null : button.dataset.part, spring: null, set: null }));
    }
    /** One pond a page of a shelf, and one before them that says how the scores are counted. */
    function lay() {
      const size = tall.matches ? AT_ONCE.tall : AT_ONCE.wide;
      for (const shelf of shelves) {
        const { sets } = shelf, count = Math.ceil(sets.length / size);
        sets.forEach((set, n) => { set.dataset.page = Math.floor(n / size); });
        const about = pond(message("platform.page_about", {}), tao.icon("circle-help"), null);
        shelf.ponds = [about, ...Array.from({ length: count }, (_, n) => pond(message("platform.page", { page: String(n + 1), pages: String(count) }), String(n + 1), sets[n * size].dataset.set))];
        shelf.places.replaceChildren(...shelf.ponds);
      }
      show(tao.address.state());
    }
    const message = (key, values) => tao.named(tao.message(key, values));
    function pond(name, mark, set) {
      const made = tao.el("button", { type: "button", class: "shelf__page", ...name }, tao.el("span", { class: `shelf__pond${set ? " num" : ""}` }, mark));
      made.addEventListener("click", () => tao.address.set({ set }));
      return made;
    }
    function show(state) {
      node.dataset.part = known.has(state.part) ? state.part : "picture";
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.part === node.dataset.part));
      node.dataset.shelf = "about";         // how the scores are counted
      for (const { part, sets, ponds } of shelves) {
        const page = sets.find((set) => set.dataset.set === state.set)?.dataset.page;
        if (page !== undefined && part === node.dataset.part) node.dataset.shelf = "sets";
        for (const set of sets) set.toggleAttribute("data-off", set.dataset.page !== page);
        ponds.forEach((one, n) => one.setAttribute("aria-current", String(n === (page === undefined ? 0 : Number(page) + 1))));
      }
    }
    tall.addEventListener("change", lay);
    lay();
    return { update: show, destroy: () => tall.removeEventListener("change", lay) };
  }
  tao.component("platform-parts", parts);
})();
