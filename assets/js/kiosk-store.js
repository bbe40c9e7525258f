/* Every page of the exhibition is brought to this screen while nobody needs the network, so that it goes on without its server;
   a new release or new data is taken when nobody is there. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const { release } = root.dataset;
  const PACE_MS = 60;                 // between two pages: under the server's limit of 1,200 a minute
  const AT_ONCE = 4;
  const LOOK_MS = 60000;              // between two questions whether there is something new
  const KEPT = `${tao.kiosk.OWN}kept`;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const asked = window.fetch.bind(window);

  /* The worker must know which release asks (assets/service/sw.js). */
  window.fetch = (what, how) => (typeof what === "string" && what.startsWith("/_page")
    ? asked(what, { ...how, headers: { ...how?.headers, "X-Release": release } }) : asked(what, how));

  async function listed() {
    const answer = await asked("/_kiosk", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    return answer.ok ? answer.json() : null;
  }
  const isThere = async (cache, key) => (await (await caches.open(cache)).match(key, { ignoreVary: true })) || null;

  /** Bring the page of ``path`` unless it is there, and note the files it draws with; true when it was asked for. */
  async function one(path, pages, version, files) {
    const key = `/_page?${new URLSearchParams({ address: path })}`;
    const kept = await isThere(pages, key);
    const isGood = kept && kept.headers.get("X-Data") === version;
    const answer = isGood ? kept : await fetch(key);
    if (!answer.ok) throw new Error(`${key}: ${answer.status}`);
    const found = await answer.json();
    const drawn = [...Object.values(found.views), ...Object.values(found.scripts), ...(found.dash ? found.dash_scripts : [])];
    for (const file of drawn) files.add(file);
    return !isGood;
  }
  /** Bring what is missing of ``list``; the worker keeps what passes. Throws when the server is gone; begins again later. */
  async function bring(list) {
    const pages = `pages-${list.release}`;
    const screen = new URLSearchParams(location.search).get("screen") || "";
    for (const path of ["/", list.around]) {
      const shell = await asked(`${path}?${new URLSearchParams({ screen })}`, { headers: { Accept: "text/html" } });
      if (shell.ok) await (await caches.open(pages)).put(`/_shell?${new URLSearchParams({ path, screen })}`, shell);
    }
    const files = new Set(list.files);
    for (let at = 0; at < list.pages.length; at += AT_ONCE) {
      const brought = await Promise.all(list.pages.slice(at, at + AT_ONCE).map((path) => one(path, pages, list.version, files)));
      if (brought.includes(true)) await pause(PACE_MS * AT_ONCE);
    }
    for (const file of files) {
      if (await isThere("files", file)) continue;
      const answer = await fetch(file);
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    }
    await prune(pages, files);
    localStorage.setItem(KEPT, `${list.release} ${list.version}`);
  }
  /** What no page of this release draws with goes. */
  async function prune(pages, files) {
    const old = (await caches.keys()).filter((name) => name.startsWith("pages-") && name !== pages && name !== `pages-${release}`);
    for (const name of old) await caches.delete(name);
    const store = await caches.open("files");
    for (const request of await store.keys()) if (!files.has(new URL(request.url).pathname)) await store.delete(request);
  }
  async function look() {
    const list = await listed();
    if (!list) return;
    const isNew = list.release !== release || list.version !== root.dataset.version;
    if (isNew && tao.kiosk.state() === "attract") { location.replace(tao.kiosk.home()); return; }
    if (!isNew && localStorage.getItem(KEPT) !== `${list.release} ${list.version}`) await bring(list);
  }
  async function start() {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.();
    for (;;) {
      try { await look(); } catch { /* the server is gone: what is kept is shown; asked again in a minute */ }
      await pause(LOOK_MS);
    }
  }
  if (navigator.serviceWorker) start();      // not there over plain http, unless the browser is told so (deploy/kiosk/start)
})();
