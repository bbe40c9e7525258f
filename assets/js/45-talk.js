/* What every page knows of a talk: "add this view", the way back from looking around, and that a page inside the lectern's picture
   is a picture. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message, named } = tao;
  const KEY = "talk", BACK = "talk.back";      // of the browser (localStorage), of this window (sessionStorage)
  const MOST = 60;                              // steps: talks/talk.schema.json
  const NOT_CARRIED = ["lang", "theme", "screen", "version"];
  const OUTSIDE = ["/present", "/follow", "/talk"];
  const root = document.documentElement;

  /** The talk this browser keeps, as docs/talks.md; null when there is none or it cannot be read. */
  function kept() {
    try { const talk = JSON.parse(localStorage.getItem(KEY)); return Array.isArray(talk?.steps) && talk.steps.every((step) => step && typeof step === "object") ? talk : null; } catch { return null; }
  }
  function keep(talk) { if (talk) localStorage.setItem(KEY, JSON.stringify(talk)); else localStorage.removeItem(KEY); }
  const blank = () => ({ talk: 1, title: { "zh-TW": message("talk.untitled")[0], en: message("talk.untitled")[1] }, steps: [] });

  /** The address of the view now, without what only says how it is shown. */
  function view() {
    const query = new URLSearchParams(location.search);
    for (const name of NOT_CARRIED) query.delete(name);
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : "");
  }
  /** First words of a step: the sentence of a story's step, else what the page is called. */
  function saying() {
    const sentence = [...document.querySelectorAll(".story__sentence [lang]")].map((part) => part.textContent);
    return sentence.length === 2 ? sentence : tao.page.title.map((title) => title.split(" · ")[0]);
  }
  function tell(pair, href) {
    const bar = el("p", { class: "notice", role: "status" }, words(pair), " ", href ? el("a", { href }, words(message("talk.see"))) : null);
    document.body.append(bar);
    setTimeout(() => bar.remove(), 6000);
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-talk-add]")) return;
    const talk = kept() || blank();
    if (talk.steps.length >= MOST) { tell(message("talk.full", { most: String(MOST) }), "/talk"); return; }
    const [zh, en] = saying();
    talk.steps.push({ address: view(), words: { "zh-TW": zh.slice(0, 300), en: en.slice(0, 300) } });
    try { keep(talk); } catch { tell(message("talk.no_room")); return; }
    tell(message("talk.added", { steps: String(talk.steps.length) }), "/talk");
  });

  /** Where this window came from to look around; null forgets it. */
  function back(address) { if (address) sessionStorage.setItem(BACK, address); else sessionStorage.removeItem(BACK); show(); }
  function show() {
    document.querySelector(".talk-back")?.remove();
    const address = sessionStorage.getItem(BACK);
    if (!address || OUTSIDE.some((path) => location.pathname.startsWith(path)) || root.hasAttribute("data-framed") || !tao.messages["talk.back"]) return;
    const end = el("button", { type: "button", class: "talk-back__end", ...named(message("talk.stop")) }, tao.icon("x"));
    end.addEventListener("click", () => back(null));
    document.body.append(el("div", { class: "talk-back" }, el("a", { href: address, class: "button button--next" }, tao.icon("arrow-left"), words(message("talk.back"))), end));
  }
  /** A clicker's page keys bring a speaker who looks around back to the talk. */
  document.addEventListener("keydown", (event) => {
    if (!["PageDown", "PageUp"].includes(event.key) || event.defaultPrevented || !document.querySelector(".talk-back")) return;
    event.preventDefault();
    tao.go(sessionStorage.getItem(BACK));
  });
  new MutationObserver(show).observe(root, { attributes: true, attributeFilter: ["data-ready"] });

  /* In the lectern's picture: no frame, and the clicker's keys go to the lectern, whatever has been touched inside. */
  const frame = window.frameElement;
  if (frame?.dataset.talkPicture !== undefined) {
    root.dataset.framed = "";
    document.addEventListener("keydown", (event) => { if (window.parent.tao?.talkKey?.(event)) event.preventDefault(); }, true);
  }
  tao.talk = { kept, keep, blank, back, KEY, MOST };
})();
