/* Share this view: its address and code, how to cite it, a frame for other sites, files of what it shows and of all.
   A bundle of its own, fetched by 46-share.js; what is offered is said by /export/share. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message, named } = tao;
  const root = document.documentElement;
  const TONGUES = ["zh-TW", "en"];
  const tongue = () => TONGUES.indexOf(root.lang);

  const button = (key, action, kind = "") => {
    const made = el("button", { type: "button", class: `button share__do ${kind}` }, words(message(key)));
    made.addEventListener("click", () => action(made));
    return made;
  };
  const section = (key, ...inside) => el("section", { class: "share__part" }, el("h3", { class: "share__head" }, words(message(key))), ...inside);

  /** Where the view lies in the world; a native share sheet where the machine has one. */
  function where(address, title) {
    const field = el("input", { class: "share__address", readonly: true, value: address, ...named(message("share.address")) });
    field.addEventListener("focus", () => field.select());
    const send = () => navigator.share({ title, url: address }).catch((error) => { if (error.name !== "AbortError") throw error; });
    return el("div", { class: "share__where" }, tao.qr(address),
      el("div", { class: "share__link" }, field, el("div", { class: "share__acts" },
        button("share.copy_link", (made) => tao.copy(address, made, field), "button--next"),
        navigator.share ? button("share.send", send) : null)));
  }
  function files({ name, files: links }, isWhole) {
    const chip = ({ kind, href }) => el("a", { class: "share__file", href: href[tongue()], download: true, ...named(name.map((one) => `${one} ${kind}`)) }, kind);
    return el("div", { class: "share__files" }, el("span", { class: "share__name" }, words(name)), el("span", { class: "share__kinds" }, ...links.map(chip),
      isWhole ? el("a", { class: "share__file", href: "/data" }, words(message("share.to_data"))) : null));
  }
  function citation(text, at) {
    const said = el("p", { class: "share__cite", lang: TONGUES[at] }, text);
    const copy = el("button", { type: "button", class: "share__copy", ...named(message(at ? "share.copy_cite_en" : "share.copy_cite_zh")) }, words(message("share.copy")));
    copy.addEventListener("click", () => tao.copy(text, copy, said));
    return el("div", { class: "share__quote" }, said, copy);
  }
  function frame(markup) {
    const code = el("textarea", { class: "share__code", readonly: true, rows: "3", spellcheck: "false", ...named(message("share.embed_code")) });
    code.value = markup;
    code.addEventListener("focus", () => code.select());
    const copy = el("button", { type: "button", class: "share__copy", ...named(message("share.copy_embed")) }, words(message("share.copy")));
    copy.addEventListener("click", () => tao.copy(markup, copy, code));
    return el("div", { class: "share__quote" }, el("p", { class: "soft share__said" }, words(message("share.embed_said"))), code, copy);
  }
  /** What only the server knows of this view; a page that is not to be shared has its address and no more. */
  async function asked() {
    const { pathname, search } = tao.address.world();
    const query = new URLSearchParams({ address: pathname + search, theme: root.dataset.theme });
    const answer = await fetch(`/export/share?${query}`);
    return answer.status === 200 ? answer.json() : null;
  }
  function offered(given) {
    return [
      section("share.files", ...given.files.map((group) => files(group))),
      section("share.whole", ...given.whole.map((group) => files(group, true))),
      section("share.cite_title", ...given.cite.map(citation)),
      section("share.embed_title", frame(given.embed[tongue()])),
    ];
  }
  async function open(from) {
    const { href } = tao.address.world(), title = document.title;
    const close = el("button", { type: "button", class: "reader__close share__close", ...named(message("share.close")) }, tao.icon("x"));
    const more = el("div", { class: "share__more", "aria-live": "polite" });
    const panel = el("dialog", { class: "share", ...named(message("share.title")) },
      el("header", { class: "share__top" }, el("h2", { class: "share__title", tabindex: "-1" }, words(message("share.title"))), close), where(href, title), more);
    const shut = () => panel.close();
    close.addEventListener("click", shut);
    panel.addEventListener("click", (event) => { if (event.target === panel || event.target.closest("a[href]:not([download])")) shut(); });
    panel.addEventListener("close", () => {
      window.removeEventListener("popstate", shut);
      panel.remove();
      if (from.isConnected && from.checkVisibility()) from.focus({ preventScroll: true });
    });
    window.addEventListener("popstate", shut);
    document.body.append(panel);
    panel.showModal();
    panel.querySelector("h2").focus({ preventScroll: true });
    try {
      const given = await asked();
      if (given) more.replaceChildren(...offered(given));
    } catch {
      more.replaceChildren(el("p", { class: "soft", role: "status" }, words(message("share.unavailable"))));
    }
    panel.dataset.settled = "";
  }
  tao.share = { open };
})();
