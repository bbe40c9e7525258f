/* What a refresh kept of each live source: rows accepted and in quarantine, four dimensions, how old; asked of /live/sources. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const AGAIN_MS = 60000;
  const SHARES = ["completeness", "validity", "consistency", "timeliness", "score"];

  const joined = (pairs) => [pairs.map((pair) => pair[0]).join("、"), pairs.map((pair) => pair[1]).join(", ")];
  const share = (value) => (value === null || value === undefined ? message("platform.no_measure", {}) : tao.number(value).map((text) => `${text}%`));
  const cell = (name, ...said) => el("td", { class: `shelf__${name}` }, el("span", { class: "shelf__label" }, words(message(`platform.column_${name}`, {}))), el("span", { class: "shelf__value" }, ...said));
  /** Why the last try gave nothing: its kind in both tongues, and in English the sentence of the refresh itself. */
  function failed(source) {
    const tried = source.last_try;
    if (tried?.state !== "failed") return null;
    const [zh, en] = message(`platform.failed_${tried.kind}`, {});
    return el("span", { class: "shelf__failed" }, words(message("platform.live_failed", {})), words([`${zh}。`, `${en}: ${tried.reason}.`]));
  }

  /** Nothing was fetched: said once, in the place of all values. */
  function dry(source) {
    const why = source.key_needed.length ? message("platform.live_key", { names: source.key_needed.join(", ") }) : message("pulse.never", {});
    return [el("td", { class: "shelf__none", colspan: "8" }, el("span", {}, words(why)), failed(source))];
  }
  function wet(source) {
    const found = source.quality || {};
    const count = (value) => (value === undefined ? message("platform.no_measure", {}) : tao.number(value));
    return [
      cell("copy", words(tao.liveAge(source.age_s)), source.simulated ? el("span", { class: "shelf__demo" }, words(message("pulse.demo_badge", {}))) : null, failed(source)),
      cell("accepted", words(count(source.quality ? found.rows_read - found.rows_refused : undefined))),
      cell("refused", words(count(found.rows_refused))),
      ...SHARES.map((name) => cell(name, words(share(found[name])))),
    ];
  }
  function reasons(source) {
    const found = source.quality;
    if (!found?.reasons) return null;
    const kinds = Object.entries(found.reasons).map(([kind, count]) => message(`platform.reason_${kind}`, { count: tao.number(count) }));
    const said = kinds.length ? message("platform.live_quarantine", { count: tao.number(found.rows_refused), kinds: joined(kinds) }) : message("platform.live_passed", {});
    return el("li", { class: "shelf__reasons" }, tao.icon("arrow-right"), words(said));
  }

  function shelf(node) {
    const said = node.querySelector(".platform__live"), sets = new Map([...node.querySelectorAll(".shelf__one")].map((set) => [set.dataset.set, set]));
    let live = true;

    function show(sources) {
      for (const source of sources) {
        const set = sets.get(source.name);
        if (!set) continue;
        const row = set.rows[0], way = set.querySelector(".lineage");
        set.dataset.state = source.state;
        row.replaceChildren(row.firstElementChild, ...(source.state === "never" ? dry(source) : wet(source)));
        way.querySelector(".shelf__reasons")?.remove();
        const kept = reasons(source);
        if (kept) way.children[1].after(kept);
      }
      const has = sources.filter((source) => source.state !== "never"), all = tao.number(sources.length);
      const rows = has.reduce((sum, source) => sum + source.rows, 0);
      said.replaceChildren(words(has.length ? message("platform.live_some", { all, count: tao.number(has.length), rows: tao.number(rows) }) : message("platform.live_none", { all })));
      if (has.some((source) => source.simulated)) said.append(" ", el("span", { class: "shelf__demo" }, words(message("pulse.demo_badge", {}))));
    }
    async function ask() {
      try {
        const answer = await fetch("/live/sources");
        if (!answer.ok) throw new Error(String(answer.status));
        const { sources } = await answer.json();
        if (live) show(sources);
      } catch {
        if (live) said.replaceChildren(words(message("platform.live_offline", {})));
      }
    }
    const clock = setInterval(() => { if (!document.hidden) ask(); }, AGAIN_MS);
    ask();
    return { update() {}, destroy() { live = false; clearInterval(clock); } };
  }
  tao.component("live-shelf", shelf);
})();
