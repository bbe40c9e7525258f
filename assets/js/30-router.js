/* Pages come as baked layouts: the first stands in the HTML, the others are fetched, kept, and given to Dash. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const kept = new Map();      // path -> page of this visit
  let turn = 0;                // counts page changes; an answer that comes too late is dropped

  /** {status, title, children, views} of an address. */
  async function page(href) {
    const target = new URL(href, location.href);
    const fresh = ask(target).catch((error) => { if (!kept.has(target.pathname)) throw error; return kept.get(target.pathname); });
    return kept.get(target.pathname) || fresh;
  }
  /** The page as the server has it now; new data makes what was kept old. */
  async function ask(target) {
    const answer = await fetch(`/_page?address=${encodeURIComponent(target.pathname + target.search)}`);
    const found = await answer.json();
    if (found.version !== tao.page.version) kept.clear();
    if (found.status === 200) kept.set(target.pathname, found);
    return found;
  }
  /** Say something for a while without moving anything. */
  function notice(pair) {
    const bar = tao.el("p", { class: "notice", role: "status" }, tao.words(pair));
    document.body.append(bar);
    setTimeout(() => bar.remove(), 6000);
  }
  async function ready(number) {
    const main = document.getElementById("page");
    await tao.settle(document.body);
    tao.language.apply(document.body);
    tao.markSwitches();
    tao.aloud.show();
    for (const link of document.querySelectorAll(".frame__nav a")) {
      const here = link.getAttribute("href") === location.pathname;
      link.toggleAttribute("data-here", here);
      if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    await tao.frame(); await tao.frame();
    if (number !== turn || !main) return;
    root.dataset.ready = "true";
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    tao.letters.warm();
  }
  /** React commits when it likes: wait until the page node carries the number of this turn. */
  function committed(number) {
    const main = document.getElementById("page");
    const done = () => main.querySelector(`[data-turn="${number}"]`);
    if (done()) return Promise.resolve();
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => { if (done()) { observer.disconnect(); resolve(); } });
      observer.observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn"] });
    });
  }
  /** What Dash gets for a page; the id makes React start anew. */
  const numbered = (children, number) => ({ type: "Div", namespace: "dash_html_components", props: { id: `turn-${number}`, className: "page__turn", "data-turn": String(number), children } });
  function take(found) {
    tao.page = found;
    tao.language.title();
  }
  /** Go to an address of this exhibition. */
  async function go(href, how) {
    const number = (turn += 1);
    const address = tao.address.carried(href);
    delete root.dataset.ready;
    delete root.dataset.letters;
    tao.aloud.stop();
    let found;
    try { found = await page(address); } catch {
      root.dataset.ready = "true";
      notice(tao.message("frame.offline"));
      return;
    }
    if (number !== turn) return;
    if (how !== "back") history.pushState({}, "", address);
    take(found);
    window.dash_clientside.set_props("page", { children: numbered(found.children, number) });
    await committed(number);
    tao.address.announce();
    await ready(number);
    if (how !== "back") {
      window.scrollTo(0, 0);
      document.querySelector(".page__turn")?.scrollTo(0, 0);
      const heading = document.querySelector("#page h1");
      if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    }
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = new URL(link.href, location.href);
    if (target.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (target.pathname === location.pathname && target.hash && target.search === location.search) return;
    event.preventDefault();
    go(target.pathname + target.search + target.hash);
  });
  let path = location.pathname;
  window.addEventListener("popstate", () => {
    if (location.pathname !== path) { path = location.pathname; go(location.pathname + location.search, "back"); } else tao.address.announce();
  });
  const remember = history.pushState.bind(history);
  history.pushState = (...parts) => { remember(...parts); path = location.pathname; };

  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    router: {
      /** Dash asks for the first page when its own frame stands. */
      async open() {
        const first = JSON.parse(document.getElementById("first-page").textContent);
        take(first);
        tao.messages = await tao.view("words");
        if (first.status === 200) kept.set(location.pathname, first);
        const number = (turn += 1);
        setTimeout(() => committed(number).then(() => ready(number)));
        return numbered(first.children, number);
      },
    },
  });
  tao.go = go;
})();
