/* The audience's line, from the speaker's side: opened once, told every step, kept through a reload of this window. The control token
   stays in this window's own storage and in the header of its requests: in no address, no message to another window, no page. */
"use strict";
(function () {
  const { tao } = window;
  const RETRY_MS = 1500, SLOWEST_MS = 30000;      // as docs/talks.md asks of a page

  function audience(id, { changed, now }) {
    const key = `talk.line:${id}`;
    let line = null;      // {url, control, read}
    let wanted = null, sending = false, wait = RETRY_MS, timer = null, followers = 0, trouble = false;
    try { line = JSON.parse(sessionStorage.getItem(key)); } catch { line = null; }

    const told = () => changed({ read: line?.read || null, followers, trouble });
    const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

    /** Opens the line. Resolves to "" when it stands, else to the key of what to say. */
    async function open(version, token) {
      if (line) return "";
      try {
        const { url } = await (await fetch("/talks/channel")).json();
        if (!url) return "audience.no_channel";
        const answer = await fetch(`${url}/follow/talks`, { method: "POST", headers: { "Content-Type": "application/json", ...bearer(token) }, body: JSON.stringify({ version }) });
        if (answer.status === 401) return "audience.token";
        if (!answer.ok) return "audience.refused";
        const { control, read } = await answer.json();
        line = { url, control, read };
        sessionStorage.setItem(key, JSON.stringify(line));
        told();
        tell(now());
        return "";
      } catch { return "audience.no_channel"; }
    }
    /** Tell the audience; while the network is away the newest state waits. */
    function tell(state) {
      wanted = state;
      if (line && !sending && timer === null) send();
    }
    async function send() {
      sending = true;
      timer = null;
      const state = wanted;
      wanted = null;
      try {
        const answer = await fetch(`${line.url}/follow/control`, { method: "POST", headers: { "Content-Type": "application/json", ...bearer(line.control) }, body: JSON.stringify(state) });
        if ([401, 404].includes(answer.status)) { close(); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        followers = (await answer.json()).followers;
        wait = RETRY_MS;
        trouble = false;
      } catch {
        wanted = wanted || state;
        trouble = true;
        timer = setTimeout(send, wait);
        wait = Math.min(SLOWEST_MS, wait * 2);
      } finally { sending = false; }
      told();
      if (wanted && timer === null && line) send();
    }
    function close() {
      clearTimeout(timer);
      timer = null;
      line = null;
      followers = 0;
      trouble = false;
      sessionStorage.removeItem(key);
      told();
    }
    async function end() {
      const old = line;
      close();
      if (old) await fetch(`${old.url}/follow/control`, { method: "DELETE", headers: bearer(old.control) }).catch(() => null);
    }
    return { open, tell, end, told, get read() { return line?.read || null; }, destroy() { clearTimeout(timer); } };
  }

  /** What stands where the audience is let in: the code and its address, how many follow, the end; or the way to open it. */
  function door(node, line, version, id) {
    const { el, words, message } = tao;
    let problem = "", token = null, drawn = null;      // drawn: the read token whose code stands there
    async function open() { problem = await line.open(version(), token?.value); draw(line.read, 0, false); }
    function draw(read, followers, trouble) {
      const count = () => words(message(trouble ? "audience.trouble" : "audience.followers", { followers: String(followers) }));
      if (read && read === drawn) { node.querySelector(".audience__count").replaceChildren(count()); return; }
      drawn = read;
      if (!read) {
        const button = el("button", { type: "button", class: "button" }, tao.icon("qr-code"), words(message("audience.open")));
        button.addEventListener("click", open);
        token = problem === "audience.token" ? el("input", { type: "password", class: "talk__field", autocomplete: "off", ...tao.named(message("audience.token")) }) : null;
        node.replaceChildren(problem ? el("p", { role: "status" }, words(message(problem))) : "", token || "", button);
        return;
      }
      const path = `/follow/${read}`;
      const isAlone = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
      const stop = el("button", { type: "button", class: "button" }, tao.icon("x"), words(message("audience.end")));
      stop.addEventListener("click", line.end);
      const code = el("div", { class: "audience__code" });
      tao.script("qrcode.js").then(() => code.append(tao.qr(new URL(path, document.documentElement.dataset.public).href)), () => code.remove());     // the address is said beside it
      node.replaceChildren(
        code,
        el("div", { class: "audience__words" }, el("p", { class: "audience__lead" }, words(message("audience.lead"))),
          el("p", { class: "audience__address" }, location.host + path),
          el("p", { role: "status", class: "audience__count" }, count()),
          id ? el("p", { class: "audience__elsewhere" }, words(message("audience.elsewhere")), " ", `${location.host}/present/${id}?follow=${read}`) : "",
          el("a", { class: "button audience__screens", href: `/hub?${new URLSearchParams({ talk: read })}`, target: "_blank", rel: "noopener" }, tao.icon("monitor"), words(message("audience.screens"))),
          isAlone ? el("p", { class: "audience__alone" }, words(message("audience.alone"))) : "", stop));
    }
    return { draw, open };
  }
  tao.audience = audience;
  tao.audience.door = door;
})();
