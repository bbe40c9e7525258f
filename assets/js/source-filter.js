/* A field above the list of sources: what is typed narrows it, groups with a find open by themselves. */
"use strict";
(function () {
  const { tao } = window;
  const { el } = tao;
  function sourceFilter(node) {
    const groups = [...node.parentElement.querySelectorAll("details")];
    const items = groups.flatMap((group) => [...group.querySelectorAll("li")].map((item) => ({ group, item, text: item.textContent.toLowerCase() })));
    const field = el("input", { type: "search", id: "source-filter", class: "source-filter__field", autocomplete: "off", spellcheck: "false" });
    const said = el("p", { class: "soft", role: "status" });
    function narrow() {
      const wanted = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const one of items) { one.item.hidden = !wanted.every((word) => one.text.includes(word)); count += one.item.hidden ? 0 : 1; }
      for (const group of groups) {
        group.hidden = !group.querySelector("li:not([hidden])");
        group.open = wanted.length > 0 && !group.hidden;
      }
      const key = count === 0 ? "about.found_none" : count === 1 ? "about.found_one" : "about.found";
      said.replaceChildren(...(wanted.length ? [tao.words(tao.message(key, { count: tao.number(count) }))] : []));
    }
    field.addEventListener("input", narrow);
    node.replaceChildren(el("label", { for: "source-filter", class: "source-filter__label" }, tao.icon("search"), tao.words(tao.message("about.filter"))), field, said);
    return {};
  }
  tao.component("source-filter", sourceFilter);
})();
