/* What a visitor has looked at opens again without a network, and so do the main rooms: the worker (assets/service/sw.js) keeps it. A new
   release is there with the next page that is opened; nothing is loaded anew in the middle. Not the whole exhibition: a phone pays for it. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const ROOMS = ["/", "/map", "/timeline", "/districts", "/stories"];
  const LARGE = "plotly.js";           // comes with the page that draws with it
  const ELSEWHERE = /^\/(api|embed|follow|hub|kiosk|present|talk)(\/|$)/;      // as in the worker
  const LOOK_MS = 3000;                // a first look at the page goes before
  const HASHED = /\/(?:static|views)\/[\w.-]+/g, IN_STYLES = /url\(([\w.-]+\.woff2)\)/g;
  const DASH = ["/_dash-layout", "/_dash-dependencies"];      // what Dash asks for before it shows a living part
  const REST = "rest";                 // in sessionStorage: the release whose main rooms are kept
  let waiting = null, started = null;

  function start() {
    started = started || navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).then(() => navigator.serviceWorker.ready)
      .then(() => navigator.serviceWorker.controller || new Promise((done) => { navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }); }));
    return started;
  }
  /** Bring the page of ``path`` as it opens, and as the router asks for it; the release it is of, and the files it draws with. */
  async function page(path) {
    const lang = new URLSearchParams(location.search).get("lang") || "";
    const answer = await fetch(lang ? `${path}?${new URLSearchParams({ lang })}` : path, { headers: { Accept: "text/html" } });
    const release = answer.headers.get("X-Release");
    if (answer.status !== 200 || answer.redirected || !release) return null;
    const text = await answer.clone().text();
    await (await caches.open(`pages-${release}`)).put(`/_seen?${new URLSearchParams({ path, lang })}`, answer);
    const { dash } = await (await fetch(`/_page?${new URLSearchParams({ address: path })}`)).json();
    if (dash) await Promise.all(DASH.map((own) => fetch(own)));
    return { release, files: text.match(HASHED) || [] };
  }
  async function files(some) {
    const store = await caches.open("files");
    for (const file of new Set(some)) {
      if (file.startsWith(`/static/${LARGE.split(".")[0]}.`) || (await store.match(file, { ignoreVary: true }))) continue;
      await fetch(file);      // the worker keeps what passes; mostly the browser has it already
    }
  }
  /** Pages of older releases, and files no page kept now draws with, go. */
  async function prune(release) {
    for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== `pages-${release}`) await caches.delete(name);
    const pages = await caches.open(`pages-${release}`), store = await caches.open("files"), used = new Set();
    for (const request of await pages.keys()) for (const file of (await (await pages.match(request, { ignoreVary: true })).text()).match(HASHED) || []) used.add(file);
    for (const file of [...used].filter((one) => one.endsWith(".css"))) {
      const sheet = await store.match(file, { ignoreVary: true });
      for (const [, name] of sheet ? (await sheet.text()).matchAll(IN_STYLES) : []) used.add(`/static/${name}`);
    }
    for (const request of await store.keys()) if (!used.has(new URL(request.url).pathname)) await store.delete(request);
  }
  async function keep() {
    const path = location.pathname;
    if (ELSEWHERE.test(path)) return;
    await start();
    const found = await page(path);
    if (!found) return;
    const drawn = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname).filter((file) => /^\/(static|views)\//.test(file));
    await files([...found.files, ...drawn]);
    if (sessionStorage.getItem(REST) !== found.release && !navigator.connection?.saveData) {
      for (const room of ROOMS) { const brought = room === path ? null : await page(room); if (brought) await files(brought.files); }
      sessionStorage.setItem(REST, found.release);
    }
    await prune(found.release);
    root.dataset.kept = path;
  }
  /** A while after a page stands; whatever fails is tried with the next page. */
  function soon() {
    if (!navigator.serviceWorker || root.dataset.mode === "kiosk" || window.top !== window || new URLSearchParams(location.search).has("version")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => keep().catch(() => {}), LOOK_MS);
  }
  tao.kept = { soon };
})();
