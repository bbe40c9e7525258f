/* A citation names this exhibition's address in the world, and can be copied as it stands in the language shown. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;

  function cite(node) {
    const { path } = node.dataset, home = document.documentElement.dataset.public;
    const texts = [...node.querySelectorAll(".cite__text")];
    for (const text of texts) {
      if (!text.textContent.includes(home + path)) text.textContent = text.textContent.replace(path, home + path);
      const copy = el("button", { type: "button", class: "button cite__copy" }, words(message("share.copy")));
      copy.addEventListener("click", () => tao.copy(text.textContent, copy, text));
      text.after(copy);
    }
    return {};
  }
  tao.component("cite", cite);
})();
