/* Thirteen outlines: a touch opens one; the button, or two fingers on two outlines, compares two. */
"use strict";
(function () {
  const { tao } = window;

  function districtPicker(node) {
    const button = node.querySelector("[data-compare]");
    const how = node.querySelector(".picker__how");
    const links = [...node.querySelectorAll("[data-code].picker__link")];
    const held = new Map();           // pointer -> code
    let isComparing = false, first = null, justCompared = false;      // of the address: compare=1, or the code of the first

    function compare(a, b) {
      if (location.pathname === `/districts/${a}`) tao.address.set({ with: b, compare: null }, true); else tao.go(`/districts/${a}?with=${b}`);
    }
    function show(state) {
      isComparing = Boolean(state.compare);
      first = node.dataset.code || links.find((link) => link.dataset.code === state.compare)?.dataset.code || null;
      button.setAttribute("aria-pressed", String(isComparing));
      node.toggleAttribute("data-comparing", isComparing);
      tao.reword(how.firstElementChild, tao.message(!isComparing ? "district.compare_how" : first ? "district.compare_pick" : "district.compare_first"));
      for (const link of links) link.toggleAttribute("data-first", isComparing && link.dataset.code === first);
    }
    const down = (event) => {
      const link = event.target.closest(".picker__link");
      if (!link || event.pointerType === "mouse") return;
      held.set(event.pointerId, link.dataset.code);
      const codes = [...new Set(held.values())];
      if (codes.length > 1) { justCompared = true; held.clear(); compare(codes[0], codes[1]); setTimeout(() => { justCompared = false; }, 700); }
    };
    const up = (event) => held.delete(event.pointerId);
    node.addEventListener("pointerdown", down);
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, up);
    node.addEventListener("contextmenu", (event) => { if (event.target.closest(".picker__link") && held.size) event.preventDefault(); });
    node.addEventListener("click", (event) => {
      const link = event.target.closest(".picker__link");
      if (!link) return;
      if (justCompared) { event.preventDefault(); return; }
      if (!isComparing) return;
      event.preventDefault();
      const { code } = link.dataset;
      if (!first) tao.address.set({ compare: code }); else if (code !== first) compare(first, code);
    });
    button.addEventListener("click", () => tao.address.set({ compare: isComparing ? null : "1" }));
    return {
      update(state) {
        show(state);
        for (const link of links) link.toggleAttribute("data-second", Boolean(node.dataset.code) && link.dataset.code === state.with && state.with !== node.dataset.code);
      },
      destroy() { for (const end of ["pointerup", "pointercancel"]) document.removeEventListener(end, up); },
    };
  }
  tao.component("district-picker", districtPicker);
})();
