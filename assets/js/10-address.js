/* The address is the state: read it, change it, tell every part. */
"use strict";
(function () {
  const { tao } = window;
  const FIRST = 2014, LAST = 2022;                  // the nine years of the exhibition
  const CARRIED = ["lang", "theme", "screen", "version"];      // what goes along from page to page; version = numbers that stand still
  let current = read();

  /** The state in the address now: path, and every query value (year as a number, the last year when not chosen). */
  function read() {
    const query = Object.fromEntries(new URLSearchParams(location.search));
    const year = Number(query.year);
    return { ...query, path: location.pathname, year: year >= FIRST && year <= LAST ? year : LAST, chosen: "year" in query };
  }
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
  /** Change some of the state; null takes a value away. ``push`` makes it a step of the back button. */
  function set(patch, push) {
    const query = { ...Object.fromEntries(new URLSearchParams(location.search)), ...patch };
    const address = location.pathname + search(query);
    if (address === location.pathname + location.search) return;
    history[push ? "pushState" : "replaceState"]({}, "", address);
    announce();
  }
  /** ``href`` with the language, theme and screen of the address now, unless it names its own. */
  function carried(href) {
    const target = new URL(href, location.href);
    const now = new URLSearchParams(location.search);
    for (const name of CARRIED) if (now.has(name) && !target.searchParams.has(name)) target.searchParams.set(name, now.get(name));
    return target.pathname + target.search + target.hash;
  }
  tao.address = { state: () => current, set, carried, announce, FIRST, LAST };
})();
