/* Keeps every page of the exhibition on a kiosk, so that a screen goes on when its server is gone, and on a visitor's machine what was
   looked at (assets/js/60-kept.js). Network first for pages, with the
   last good copy of the same release; the store first for files whose name is the hash of their content. It remembers nothing
   itself: which release a page is of stands in the request (X-Release) and the answer, so no visit gets two releases mixed. */
"use strict";
const FILES = "files", PAGES = "pages-";
const RELEASE = "X-Release";
const PATIENCE_MS = 3000;       // a server that hangs is a server that is gone, when there is a copy
const HASHED = ["/static/", "/views/"], DASH = ["/_dash-layout", "/_dash-dependencies"];
const EXACT = { ignoreVary: true };
const ELSEWHERE = /^\/(api|embed|follow|hub|kiosk|present|talk)(\/|$)/;      // what lives only with its server
const TONGUES = ["", "zh-TW", "en"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.searchParams.has("version") || request.headers.has("X-Pin-Version")) return;      // a talk with frozen numbers
  if (HASHED.some((start) => url.pathname.startsWith(start))) event.respondWith(file(request));
  else if (url.pathname === "/_page" || DASH.includes(url.pathname)) event.respondWith(page(request, url));
  else if (request.mode === "navigate" && url.searchParams.has("screen")) event.respondWith(shell(request, url));
  else if (request.mode === "navigate" && !ELSEWHERE.test(url.pathname)) event.respondWith(seen(request, url));
});

/** Where a copy is kept: a page by its path alone (its tree holds every year, both tongues), a shell by path and screen. */
function place(url, isShell) {
  const of = (room, values) => `${room}?${new URLSearchParams(values)}`;
  if (isShell) return of("/_shell", { path: url.pathname, screen: url.searchParams.get("screen") });
  const address = url.searchParams.get("address");
  return address === null ? url.pathname : of("/_page", { address: new URL(address, self.location.origin).pathname });
}
async function keep(cache, key, answer) {
  try { await (await caches.open(cache)).put(key, answer); } catch { /* the disk is full: what is kept stays */ }
}
async function file(request) {
  const kept = await caches.match(request, { ...EXACT, cacheName: FILES });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200) await keep(FILES, request, answer.clone());
  return answer;
}
/** The copy of this release, else of any. */
async function copy(key, release) {
  return (release && (await caches.match(key, { ...EXACT, cacheName: PAGES + release }))) || caches.match(key, EXACT);
}
async function page(request, url) {
  const key = place(url), wanted = request.headers.get(RELEASE);
  const kept = await copy(key, wanted);
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (!answer.ok && kept) return kept;
    const release = answer.headers.get(RELEASE);
    if (answer.ok && release) await keep(PAGES + release, key, answer.clone());
    return kept && wanted && release !== wanted && kept.headers.get(RELEASE) === wanted ? kept : answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
async function shell(request, url) {
  const key = place(url, true);
  let kept = null;
  try {
    kept = await caches.match(key, EXACT);
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (answer.status >= 500 && kept) return kept;
    const release = answer.headers.get(RELEASE);
    if (answer.ok && !answer.redirected && release) await keep(PAGES + release, key, answer.clone());
    return answer;
  } catch {
    if (kept) return kept;
    const home = new URL(`/?${new URLSearchParams({ screen: url.searchParams.get("screen") })}`, self.location.origin);
    return (await caches.match(place(home, true), EXACT)) && home.href !== url.href ? Response.redirect(home.href) : waiting();
  }
}
const seenAt = (path, lang) => `/_seen?${new URLSearchParams({ path, lang })}`;
/** A page a visitor opens: from the server, else as it was when it was looked at, in the tongue asked for or another. */
async function seen(request, url) {
  const lang = url.searchParams.get("lang") || "";
  let kept = null;
  for (const tongue of [lang, ...TONGUES]) kept = kept || (await caches.match(seenAt(url.pathname, tongue), EXACT));
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (answer.status >= 500 && kept) return kept;
    const release = answer.headers.get(RELEASE);
    if (answer.status === 200 && !answer.redirected && release) await keep(PAGES + release, seenAt(url.pathname, lang), answer.clone());
    return answer;
  } catch { return kept || away(); }
}
/** No network, and this page was never looked at: what is kept, by name. */
async function away() {
  const links = new Map();
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PAGES))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== "/_seen") continue;
      const text = await (await cache.match(request, EXACT)).text();
      links.set(searchParams.get("path"), { title: /<title>([^<]*)/.exec(text)?.[1] || searchParams.get("path"), lang: /<html lang="([\w-]+)/.exec(text)?.[1] || "zh-TW" });
    }
  }
  const list = [...links].map(([path, { title, lang }]) => `<li><a href="${encodeURI(path)}" lang="${lang}">${title}</a>`).join("");
  const html = `<!doctype html><html lang="zh-TW"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>沒有網路</title>
<body style="margin:0;padding:8vh 20px;background:#06141a;color:#f4f7f5;font:1.15rem/1.6 system-ui,sans-serif"><main style="max-width:34rem;margin:auto">
<h1 style="font-size:1.6rem;line-height:1.3">沒有網路，這一頁還沒看過<br><span lang="en">No network, and this page was not opened before</span></h1>
<p>這些頁看過，現在也開得了。<br><span lang="en">These were opened and still open now.</span></p>
<ul style="padding-left:1.2em;line-height:2.75">${list}</ul></main><style>a{color:#9fe3ee}</style>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
/** Nothing is kept yet and nobody answers: the name of the exhibition, and another try. */
function waiting() {
  const html = `<!doctype html><html lang="zh-TW"><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>桃園</title>
<body style="margin:0;height:100vh;display:grid;place-content:center;background:black;color:white;font:3rem serif">
桃園，一口一口亮起來`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
