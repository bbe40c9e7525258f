/* The list that says what the map says: same year, same topic, same order, for eyes, keys and screen readers. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  async function list(node) {
    const city = await tao.view("city");
    const { projects } = tao.model.index(city);
    const body = node.querySelector(".list__body"), first = node.querySelector(".list__first");
    const toggle = el("button", { type: "button", class: "button list__toggle", "aria-expanded": "false" }, tao.icon("list"), words(message("list.open")));
    toggle.addEventListener("click", () => tao.address.set({ list: tao.address.state().list ? null : "1" }));
    const close = el("button", { type: "button", class: "reader__close", ...tao.named(message("reader.close")) }, tao.icon("x"));
    close.addEventListener("click", () => tao.address.set({ list: null }));
    const idOf = (row) => row.dataset.fact.split(":")[1];
    const groups = [...body.querySelectorAll("section")].map((part) => ({
      node: part, count: part.querySelector(".list__place .num"),
      items: [...part.querySelectorAll("li")].map((row) => ({ node: row, project: projects.get(idOf(row)) })),
    }));
    /** A row leads to its project on the map; opened beside, it is the project's own page. */
    body.addEventListener("click", (event) => {
      const row = event.target.closest("a.row");
      if (!row || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      tao.address.set({ project: idOf(row.parentElement), list: null }, true);
    });
    if (first.open) tao.address.set({ list: "1" });        // before the script came
    body.prepend(close);
    body.hidden = true;
    node.replaceChildren(toggle, body);

    /** Where the keys lead must be seen: the list closes over what it would cover. */
    const uncover = ({ target }) => {
      if (body.hidden || node.contains(target) || !target.matches(":focus-visible")) return;
      const [over, under] = [body, target].map((one) => one.getBoundingClientRect());
      if (under.left < over.right && under.right > over.left) tao.address.set({ list: null });
    };
    document.addEventListener("focusin", uncover);
    node.addEventListener("keydown", (event) => { if (event.key === "Escape" && tao.address.state().list) { tao.address.set({ list: null }); toggle.focus(); } });
    return {
      update(state, previous) {
        const open = Boolean(state.list);
        if (open !== !body.hidden || !previous) {
          body.hidden = !open;
          toggle.setAttribute("aria-expanded", String(open));
          if (open) body.querySelector("h2").focus({ preventScroll: true });
        }
        if (!open) return;
        for (const one of groups) {
          let count = 0;
          for (const row of one.items) {
            const off = !row.project || tao.model.stateOf(row.project, state.year) === "hidden" || !tao.model.isChosen(row.project, state);
            row.node.hidden = off;
            if (!off) count += 1;
          }
          one.count.textContent = count;
          one.node.hidden = !count;
        }
      },
      destroy() { document.removeEventListener("focusin", uncover); },
    };
  }
  tao.component("project-list", list, { follows: "year" });
})();
