/* The address is the state: read it, change it, tell every part. */
"use strict";
(function () {
  const { tao } = window;
  const FIRST = 2014, LAST = 2022;                  // the nine years of the exhibition
  const YEARS = Array.from({ length: LAST - FIRST + 1 }, (_, number) => FIRST + number);
  const CARRIED = ["lang", "theme", "screen", "version"];      // what goes along from page to page; version = numbers that stand still
  let waiting = null;                               // the address of a year just chosen: written when its picture is painted
  const here = () => waiting ?? location.pathname + location.search;
  let current = read();

  /** The state in the address now: path, and every query value (year as a number, the last year when not chosen). */
  function read() {
    const query = asked();
    const year = Number(query.year);
    return { ...query, path: location.pathname, year: year >= FIRST && year <= LAST ? year : LAST, chosen: "year" in query };
  }
  function asked() { return Object.fromEntries(new URL(here(), location.origin).searchParams); }
  function search(query) {
    const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
    const text = new URLSearchParams(pairs).toString();
    return text ? `?${text}` : "";
  }
  function announce() {
    const previous = current;
    current = read();
    tao.language.follow(current, previous);
    tao.theme.follow(current, previous);
    tao.updateAll(current, previous);
  }
  /** The address with some of the state changed; null takes a value away. */
  function also(patch) { return location.pathname + search({ ...asked(), ...patch }); }
  /** Change some of the state. ``push`` makes it a step of the back button. */
  function set(patch, push) {
    const address = also(patch);
    if (address === here()) return;
    if (push) write();
    waiting = null;
    history[push ? "pushState" : "replaceState"]({}, "", address);
    announce();
  }
  /** Choose a year: first its picture, then, in a task of its own, its address, whose writing costs as much as all parts do. */
  function setYear(year) {
    const address = also({ year });
    if (address === here()) return;
    if (waiting === null && !document.hidden) tao.painted().then(tao.task).then(write);
    waiting = address;
    if (document.hidden) write();           // nothing is painted there
    announce();
  }
  function write() {
    if (waiting !== null) history.replaceState({}, "", waiting);
    waiting = null;
  }
  window.addEventListener("pagehide", write);
  window.addEventListener("popstate", () => { waiting = null; });      // it is of the step that was left
  /** ``href`` with the language, theme and screen of the address now, unless it names its own. */
  function carried(href) {
    write();
    const target = new URL(href, location.href);
    const now = new URLSearchParams(location.search);
    for (const name of CARRIED) if (now.has(name) && !target.searchParams.has(name)) target.searchParams.set(name, now.get(name));
    return target.pathname + target.search + target.hash;
  }
  /** The view shown now as the world finds it: on the public address, in the language shown, without how a screen shows it, nor numbers
      that stand still for a day only. */
  function world() {
    const root = document.documentElement;
    const target = new URL(here(), root.dataset.public);
    for (const name of ["screen", "theme", "version"]) target.searchParams.delete(name);
    target.searchParams.set("lang", root.lang);
    return target;
  }
  tao.address = { state: () => current, also, set, setYear, carried, announce, world, FIRST, LAST, YEARS };
})();
