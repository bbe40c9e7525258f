/* Pages come as baked trees: the first stands in the HTML, the others are fetched, kept, and made into elements. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const MOST_KEPT = 40;        // pages: a screen that is never at rest would keep all
  const kept = new Map();      // path -> page of this visit, the one come to last at the end
  document.head.append(tao.el("meta", { name: "referrer", content: "strict-origin" }));      // language and light are kept here, not by the server
  let turn = 0;                // counts page changes; an answer that comes too late is dropped

  class Gone extends Error {}      // the data version of an address is not kept any more
  /** The page of an address, as server/pages.py says. */
  async function page(href) {
    const target = new URL(href, location.href);
    const fresh = ask(target).catch((error) => { if (!kept.has(target.pathname)) throw error; return kept.get(target.pathname); });
    return kept.get(target.pathname) || fresh;
  }
  /** The page as the server has it now; new data makes what was kept old. */
  async function ask(target) {
    const version = target.searchParams.get("version");      // a talk's numbers stand still
    const answer = await fetch(`/_page?address=${encodeURIComponent(target.pathname + target.search)}`, version ? { headers: { "X-Pin-Version": version } } : {});
    if (answer.status === 410) throw new Gone(version);
    const found = await answer.json();
    if (found.version !== tao.page.version) kept.clear();
    if (found.status === 200) keep(target.pathname, found);
    return found;
  }
  function keep(path, found) {
    kept.delete(path);
    kept.set(path, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }
  /** Say something for a while without moving anything. */
  function notice(pair) {
    const bar = tao.el("p", { class: "notice", role: "status" }, tao.words(pair));
    document.body.append(bar);
    setTimeout(() => bar.remove(), 6000);
  }
  async function ready(number) {
    const main = document.getElementById("page");
    if (tao.page.scripts["rooms.js"]) await tao.script("rooms.js");
    await tao.settle(document.body);
    tao.language.apply(document.body);
    tao.markSwitches();
    for (const link of document.querySelectorAll(".frame__nav a")) {
      const here = link.getAttribute("href") === location.pathname;
      link.toggleAttribute("data-here", here);
      if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    await tao.painted();
    if (number !== turn || !main) return;
    root.dataset.ready = "true";
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    tao.letters.soon();
    tao.kept.soon();
    tao.aloud.show();         // asking for voices wakes a service of the browser: not before the first screen
  }
  const build = (tree) => (typeof tree === "string" ? tree : tao.el(tree[0], tree[1], ...tree.slice(2).map(build)));
  /** The page's own elements, new each time: made from its tree once, copied from then on. */
  function elements(found) {
    found.made = found.made || build(found.tree);
    return found.made.cloneNode(true);
  }
  function place(found, number) {
    tao.dash.park();
    document.getElementById("page").replaceChildren(tao.el("div", { class: "page__turn", "data-turn": String(number) }, elements(found)));
    tao.dash.show(found, number);
  }
  function take(found) {
    tao.page = found;
    tao.language.title();
  }
  /** Numbers that stood still are not kept any more: from here on those of today, and it is said. */
  function anew(href, how) {
    const target = new URL(href, location.href);
    target.searchParams.delete("version");
    tao.address.set({ version: null });
    notice(tao.message("frame.version_gone"));
    return go(target.pathname + target.search + target.hash, how);
  }
  /** Go to an address of this exhibition. */
  async function go(href, how) {
    const number = (turn += 1);
    const address = tao.address.carried(href);
    delete root.dataset.ready;
    delete root.dataset.letters;
    tao.aloud.stop();
    let found;
    try { found = await page(address); } catch (error) {
      if (number !== turn) return;
      if (error instanceof Gone) { await anew(address, how); return; }
      root.dataset.ready = "true";
      notice(tao.message("frame.offline"));
      return;
    }
    if (number !== turn) return;
    if (how !== "back") history.pushState({}, "", address);
    take(found);
    place(found, number);
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

  /** On a phone the words of the first page are painted before anything else is asked for: the line is thin. */
  function seen() {
    if (!tao.isThin() || document.hidden) return Promise.resolve();
    return new Promise((done) => {
      new PerformanceObserver((_, watch) => { watch.disconnect(); done(); }).observe({ type: "paint", buffered: true });
      setTimeout(done, 1000);      // of a page that is not painted
    });
  }
  /** The first page stands in the HTML already. */
  async function open() {
    const first = JSON.parse(document.getElementById("first-page").textContent);
    take(first);
    tao.language.follow(tao.address.state());      // what was kept may have been looked at in the other tongue, in another light
    tao.theme.follow(tao.address.state());
    first.made = document.querySelector(".page__turn").firstElementChild.cloneNode(true);
    if (first.status === 200) keep(location.pathname, first);
    const number = (turn += 1);
    await seen();
    document.querySelector("link[data-letters]").media = "all";
    if (number === turn) tao.dash.show(first, number);
    tao.messages = await tao.view("words");
    if (number === turn) await ready(number);
  }
  tao.notice = notice;
  tao.open = open;
  tao.go = go;
})();
