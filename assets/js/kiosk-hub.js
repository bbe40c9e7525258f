/* What a screen says to the hub and does for it (docs/hub.md): heartbeats, commands, what visitors looked at. Only with the
   screens' token, which comes in the fragment of the start address. Nothing of it is ever shown to a visitor, save a message. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  const { OWN } = tao.kiosk;
  const EVERY_S = 15, LEAST_MS = 15000, MOST_MS = 300000;
  const MOST_EVENTS = 5000, MOST_OF_BATCH = 500, MOST_DONE = 200;
  const TAP_MS = 800;                  // after it a touch that changed nothing is a dead one
  const MARK_MS = 5000;                // between two notes of the page that is looked at
  const LATE_BEATS = 3;                // answers missed until a screen was away (hub/screens.py counts the same)
  const TROUBLED_MS = 300000;          // for how long a screen that was started anew says so
  const MOST_DWELL_MS = 4 * 3600 * 1000, MOST_STEPS = 99;
  const NOBODY = [502, 504];           // what a proxy answers when no server stands behind it
  const ZONE = "Asia/Taipei", DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

  function read(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(OWN + name)) ?? otherwise; } catch { return otherwise; }
  }
  function write(name, value) {
    try { localStorage.setItem(OWN + name, JSON.stringify(value)); return true; } catch { return false; }     // the disk is full
  }
  const given = /^#(machine&)?hub=([a-z0-9][a-z0-9-]{0,63}):(.+)$/.exec(location.hash);
  if (given) {
    write("hub", { screen: given[2], token: decodeURIComponent(given[3]), machine: Boolean(given[1]) });
    history.replaceState({}, "", location.pathname + location.search);      // out of links, codes and sight
  }
  const own = read("hub", null);
  if (!own || !root.dataset.profile) return;

  async function send(path, body) {
    const headers = { Authorization: `Bearer ${own.token}`, "Content-Type": "application/json" };
    const asked = { method: "POST", cache: "no-store", signal: AbortSignal.timeout(10000), headers, body: JSON.stringify(body) };
    const answer = await fetch(`/hub/api/${path}`, asked);
    const { status } = answer;
    return { status, wait_ms: Number(answer.headers.get("Retry-After")) * 1000, said: status === 200 ? await answer.json() : null };
  }
  const unfit = (status) => [400, 413, 415, 422].includes(status), shut = (status) => [401, 403, 404, 409].includes(status);

  /* What visitors did: kept in batches that never change once they are sent. */
  /** A random UUID; crypto.randomUUID is not there over plain http. */
  const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (part) =>
    (part ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (part / 4)))).toString(16));
  let visit = null, page = null, entry = null, isCounted = read("counted", true);
  const batches = () => read("batches", []);
  const waiting = () => batches().reduce((sum, one) => sum + one.events.length, 0);
  function note(kind, facts) {
    if (!visit || !isCounted) return;
    const kept = batches();
    let last = kept.at(-1);
    if (!last || last.sealed || last.events.length >= MOST_OF_BATCH) {
      last = { batch: uuid(), events: [] };
      kept.push(last);
    }
    last.events.push({ n: last.events.length, visit, at_ms: Date.now(), lang: root.lang, kind, ...facts });
    while (kept.length > 1 && kept.reduce((sum, one) => sum + one.events.length, 0) > MOST_EVENTS) drop(kept.shift());
    if (!write("batches", kept)) drop({ events: [last.events.pop()] });
  }
  /** An answer to the poll: a visit of its own, which nothing links to another. */
  function tally(poll, answer) {
    const before = visit;
    visit = uuid();
    note("poll", { poll, answer });
    visit = before;
  }
  tally.isOn = () => isCounted;
  tao.kiosk.tally = tally;
  function drop(batch) { write("dropped", read("dropped", 0) + batch.events.length); }
  function openPage() {
    page = { path: location.pathname, at_ms: Date.now(), from: performance.now(), steps: new Set(), finished: false };
    seen();
    mark();
  }
  /** What is told of the page that is looked at when it is left now. */
  function looked() {
    const { path, at_ms, from, steps, finished } = page;
    const told = [["page", { page: path, at_ms, dwell_ms: Math.round(Math.min(MOST_DWELL_MS, Math.max(0, tao.kiosk.active() - from))) }]];
    if (steps.size) told.push(["story", { story: path.split("/")[2], steps_seen: Math.min(MOST_STEPS, steps.size), finished }]);
    return told;
  }
  function leavePage() {
    if (!page) return;
    for (const [kind, facts] of looked()) note(kind, facts);
    page = null;
    write("open", null);
  }
  /** The page that is looked at is kept, too: should its process die, it is counted when the screen is back. */
  function mark() { if (page && isCounted) write("open", { visit, lang: root.lang, told: looked() }); }
  const died = read("open", null);
  if (died) {
    visit = died.visit;
    for (const [kind, facts] of died.told) note(kind, { ...facts, lang: died.lang });
    visit = null;
    write("open", null);
  }
  setInterval(mark, MARK_MS);
  /** The steps of a story as they are shown. */
  function seen() {
    const story = document.querySelector("#page .story[data-step]");
    if (!story || !page || !/^\/stories\/[a-z0-9-]+$/.test(page.path)) return;
    page.steps.add(story.dataset.step);
    page.finished ||= story.hasAttribute("data-last");
  }
  let changes = 0;
  new MutationObserver((records) => {
    changes += records.length;
    if (visit && location.pathname !== (page ? page.path : entry)) { leavePage(); openPage(); } else seen();
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  document.addEventListener("click", (event) => {
    if (!page || event.clientX + event.clientY === 0) return;
    const before = { changes, address: location.href, path: location.pathname }, scrolled = scrollY;
    setTimeout(() => {
      if (changes !== before.changes || location.href !== before.address || scrollY !== scrolled) return;
      const part = (at, all) => Math.round((100 * at) / all);
      note("dead_touch", { page: before.path, x_pct: part(event.clientX, innerWidth), y_pct: part(event.clientY, innerHeight) });
    }, TAP_MS);
  });
  document.addEventListener("kiosk", ({ detail }) => {
    if (detail.state === "explore" && !visit) {
      visit = uuid();
      entry = location.pathname;
      if (detail.previous !== "attract") openPage();      // from there the touch leads to a page, which begins when it stands
    }
    if (detail.state === "reset" || detail.state === "attract") { leavePage(); visit = null; }
  });

  async function sendVisits() {
    const kept = batches();
    const first = kept[0];
    if (!first) return;
    first.sealed = true;
    write("batches", kept);
    const { status, said } = await send("visits", { screen: own.screen, batch: first.batch, sent_at_ms: Date.now(), events: first.events });
    if (unfit(status)) drop(first);
    if (status === 200 || unfit(status)) write("batches", batches().filter((one) => one.batch !== first.batch));
    if (said) count(said.visits);
  }
  function count(on) {
    if (on === isCounted) return;
    isCounted = on;
    write("counted", on);
    if (!on) write("batches", []);
  }

  /* Opening hours, sleep and wake. */
  const dark = tao.el("div", { class: "layer asleep", tabindex: "-1" });
  function isOpen(hours, at) {
    if (!hours) return true;
    const written = { timeZone: ZONE, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", written).formatToParts(at).map(({ type, value }) => [type, value]));
    const times = hours.week[DAYS.find((day) => parts.weekday.toLowerCase().startsWith(day))];
    const now = `${parts.hour}:${parts.minute}`;
    return Boolean(times) && times[0] <= now && now < times[1];
  }
  function rest() {
    const open = isOpen(read("own_hours", null) || read("hours", null), Date.now());
    let forced = read("forced", null);
    if (forced && forced.open !== open) { forced = null; write("forced", null); }      // the hours have changed: they count again
    const sleeps = forced ? forced.sleeps : !open;
    if (sleeps && tao.kiosk.state() === "attract" && !dark.isConnected) tao.kiosk.cover(dark);
    if (!sleeps && dark.isConnected) tao.kiosk.uncover(dark);
  }
  const force = (sleeps) => write("forced", { sleeps, open: isOpen(read("own_hours", null) || read("hours", null), Date.now()) });

  const done = () => read("done", []), outcomes = () => read("outcomes", []);
  function outcome(id, how, detail) {
    write("outcomes", [...outcomes(), { id, outcome: how, ...(detail ? { detail } : {}) }].slice(-50));
  }
  const isFree = () => tao.kiosk.state() === "attract";
  /** Carry a command out, unless a visitor is there: then it comes again with the next answer. */
  function carryOut({ id, kind, payload }) {
    if (kind !== "message" && !isFree()) return;
    if (kind === "restart" && own.machine) return;       // the machine asks for it, too, and ends the browser (deploy/kiosk/start)
    if (!write("done", [...done(), id].slice(-MOST_DONE))) return;      // noted before it is done, or not done at all
    if (kind === "reload" || kind === "restart") {
      if (kind === "reload") outcome(id, "done");
      else outcome(id, "failed", "a page cannot restart its browser; it loaded itself anew");
      location.replace(tao.kiosk.home());
    }
    else if (kind === "sleep" || kind === "wake") { force(kind === "sleep"); rest(); outcome(id, "done"); }
    else if (kind === "hours") { write("own_hours", payload); rest(); outcome(id, "done"); }
    else if (kind === "message") { tell(payload); outcome(id, "done"); }
    else if (kind === "follow") outcome(id, "done");      // every answer of the hub says what is followed (kiosk-follow.js)
    else outcome(id, "failed", `this screen does not know ${kind}`);
  }
  function tell({ zh, en, seconds }) {
    const both = [zh, en].map((text, tongue) => tao.el("span", { lang: tongue ? "en" : "zh-TW" }, text, " "));
    const bar = tao.el("p", { class: "kiosk__message", role: "status" }, ...both);
    document.body.append(bar);
    setTimeout(() => bar.remove(), seconds * 1000);
  }

  let troubled = -Infinity;
  document.addEventListener("kiosk-restarted", () => { troubled = performance.now(); });
  const told = () => (performance.now() - troubled < TROUBLED_MS ? "error" : isFree() ? "attract" : "explore");
  /** How long nothing was heard of the hub, by the hub's own clock: the screen's may have been set meanwhile. */
  function heardOf({ now_ms, next_s }) {
    const gone_s = Math.round((now_ms - read("heard_ms", now_ms)) / 1000);
    if (gone_s > LATE_BEATS * next_s) write("away_s", gone_s);
    write("heard_ms", now_ms);
  }
  let tried = performance.now();
  /** For how long, in whole seconds, this screen has worked without the server; what is shown then comes from its store. */
  function alone(isGone) {
    const before = read("alone_s", 0), now = performance.now();
    if (isGone || before) write("alone_s", before + (now - tried) / 1000);
    tried = now;
    return Math.round(read("alone_s", 0));
  }
  async function beat(isShort) {
    const { profile, release, version } = root.dataset;
    const memory = performance.memory?.usedJSHeapSize;
    const must = { screen: own.screen, profile, state: told(), release, data: version };
    const may = { page: location.pathname, lang: root.lang, waiting_events: waiting(), acknowledged: outcomes() };
    may.dropped_events = read("dropped", 0);
    may.away_s = read("away_s", 0);
    may.alone_s = alone(false);
    if (memory) may.memory_mb = Math.round(memory / 1e5) / 10;
    const answer = await send("heartbeat", isShort ? must : { ...must, ...may });
    const { status, said } = answer;
    if (unfit(status) && !isShort) return beat(true);
    if (!said) return answer;
    const heard = new Set(said.acknowledged.map((one) => one.id));
    write("outcomes", outcomes().filter((one) => !heard.has(one.id)));
    write("hours", said.hours);
    heardOf(said);
    write("alone_s", 0);
    count(said.visits);
    tao.kiosk.follow(said.follow, said.next_s);
    rest();
    for (const command of said.commands) if (!done().includes(command.id)) carryOut(command);
    if (isFree()) await sendVisits();
    return answer;
  }
  async function live() {
    let wait = LEAST_MS;
    for (;;) {
      let next = EVERY_S * 1000;
      try {
        const { status, said, wait_ms } = await beat();
        if (said) { next = said.next_s * 1000; wait = LEAST_MS; }
        else if (shut(status)) next = MOST_MS;
        else { next = wait_ms || wait; wait = Math.min(MOST_MS, wait * 2); }
        if (NOBODY.includes(status)) alone(true);
      } catch { alone(true); next = wait * (0.75 + Math.random() / 2); wait = Math.min(MOST_MS, wait * 2); }
      await new Promise((again) => setTimeout(again, next));
    }
  }
  const begun = setInterval(() => { if (tao.kiosk.state()) { clearInterval(begun); live(); } }, 500);
  setInterval(rest, 20000);
})();
