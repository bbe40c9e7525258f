/* A follower: the step the speaker shows, as picture and as text. The line comes back by itself, later each time it fails. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const RETRY_MS = 1500, SLOWEST_MS = 30000;      // as docs/talks.md asks of a page

  /** Listens under a read token: ``state(now)`` for each state, ``line(word)`` live, waiting, over, none. Gives {close}. */
  function listen(read, { state, line }) {
    let source = null, wait = RETRY_MS, timer = null, isClosed = false, last = null, url = null;
    const say = (word) => line?.(word);
    function again() {
      source?.close();
      if (isClosed) return;
      say("waiting");
      clearTimeout(timer);
      timer = setTimeout(open, wait);
      wait = Math.min(SLOWEST_MS, wait * 2);
    }
    function over(word) { close(); say(word); }
    async function open() {
      try {
        url = url || (await (await fetch("/talks/channel")).json()).url;
        if (!url) { over("none"); return; }
        const answer = await fetch(`${url}/follow/${read}/state`);
        if (answer.status === 404) { over("over"); return; }
        if (!answer.ok) throw new Error(String(answer.status));
      } catch { again(); return; }
      if (isClosed) return;
      source = new EventSource(`${url}/follow/${read}/events`);
      source.addEventListener("open", () => { wait = RETRY_MS; say("live"); });
      source.addEventListener("state", (event) => {
        const now = JSON.parse(event.data);
        if (now.number === last) return;
        last = now.number;
        state(now);
      });
      source.addEventListener("end", () => over("over"));
      source.addEventListener("error", again);
    }
    function close() { isClosed = true; clearTimeout(timer); source?.close(); }
    const back = () => { if (!isClosed && timer !== null && source?.readyState !== 1) { wait = RETRY_MS; clearTimeout(timer); open(); } };
    const gone = () => { if (!isClosed) again(); };
    window.addEventListener("online", back);
    window.addEventListener("offline", gone);
    open();
    return { close() { close(); window.removeEventListener("online", back); window.removeEventListener("offline", gone); } };
  }

  async function follow(node) {
    const { read } = node.dataset;
    const part = (name) => node.querySelector(`[data-part="${name}"]`);
    if (!tao.presenting.mayListen()) return tao.presenting.anew();
    const stories = await tao.view("stories");
    const stage = await tao.talkStage(part("picture"));
    function show(now) {
      if (tao.presenting.repinned(now.version)) return;
      node.toggleAttribute("data-black", Boolean(now.black));
      if (!now.step) { part("sentence").replaceChildren(words(message("follow.soon"))); return; }
      const text = [now.text["zh-TW"] || now.text.en || "", now.text.en || now.text["zh-TW"] || ""];
      const step = { ...tao.lecture.step({ address: now.address, words: now.text }, stories), text };
      node.dataset.step = String(now.step);
      stage.show(step);
      stage.prepare([step]);
      part("sentence").replaceChildren(words(text));
      part("beside").replaceChildren(
        ...(step.scene ? [el("p", { class: "present__source" }, ...tao.talkStage.sources(step.scene))] : []),
        el("a", { href: step.scene?.leave || now.address, class: "button" }, words(message("follow.look")), tao.icon("arrow-right")));
      tao.language.apply(node);
    }
    const source = listen(read, {
      state: show,
      line(word) {
        node.dataset.line = word;
        part("line").replaceChildren(words(message(`follow.${word}`)));
        if (window.frameElement) return;      // a screen of the hall has a way back of its own (kiosk-follow.js)
        if (word === "over") tao.talk.back(null); else tao.talk.back(location.pathname + location.search);
      },
    });
    return { destroy() { source.close(); stage.destroy(); } };
  }
  tao.listen = listen;
  tao.component("follow", follow);
})();
