/* Watches the exhibition inside this page (server/watched.py). The page inside has a process of its own and says once a second that
   it lives and that something stands on it (assets/js/kiosk-heart.js). When it is silent or white it is taken away, with its process,
   and put in anew; a cover with the exhibition's name stands before it until it lives. */
"use strict";
(function () {
  const root = document.documentElement, cover = document.querySelector(".cover");
  const TICK_MS = 500;
  const SILENT_MS = 5000, WHITE_MS = 4000;          // with a start of a few seconds: back within 15 s
  const FIRST_MS = 10000, LONGEST_MS = 60000;       // until a fresh page says its first word; doubled while none ever does
  const STEADY_MS = 60000;                          // what lived this long was well
  const GONE_MS = 1500;                             // a hung process gets half a second to end; a page put in before would share it
  const TURN_MS = 1500;                             // a page that makes way for the next is not covered before
  const RELOADED = "kiosk.watched";                 // for which release this page was loaded anew
  const screen = new URLSearchParams(location.search).get("screen");
  const home = `/?${new URLSearchParams({ screen })}${location.hash}`;
  let frame, since, beatAt, whiteAt, lives, patience = FIRST_MS, last = performance.now();

  function make() {
    frame = document.createElement("iframe");
    frame.className = "watched__page";
    frame.title = document.title;
    frame.allow = "autoplay";
    frame.src = home;
    document.body.prepend(frame);
  }
  function wait() {
    since = performance.now();
    whiteAt = null;
    lives = false;
    cover.hidden = false;
    delete root.dataset.kioskState;
  }
  function again(why) {
    const now = performance.now();
    patience = lives && now - since > STEADY_MS ? FIRST_MS : Math.min(LONGEST_MS, patience * (lives ? 1 : 2));
    root.dataset.restarted = why;
    root.dataset.restarts = String(Number(root.dataset.restarts || 0) + 1);
    frame.remove();
    wait();
    setTimeout(make, GONE_MS);
  }
  function look() {
    const now = performance.now(), slept = now - last - TICK_MS;
    last = now;
    if (slept > 2 * TICK_MS) {                      // this page itself was held up: what it did not hear was perhaps said
      if (lives) beatAt += slept; else since += slept;
      whiteAt = null;
      return;
    }
    if (!lives) {
      if (now - since > TURN_MS) cover.hidden = false;
      if (now - since > patience) again("silent");
    } else if (now - beatAt > SILENT_MS) again("dead");
    else if (whiteAt !== null && now - whiteAt > WHITE_MS) again("white");
  }
  function beat({ painted, state, release }) {
    const now = performance.now();
    if (!lives) {
      lives = true;
      since = now;
      frame.focus();
      if (root.dataset.restarted) frame.contentWindow.postMessage({ kiosk: "restarted", why: root.dataset.restarted }, location.origin);
      delete root.dataset.restarted;
    }
    beatAt = now;
    root.dataset.kioskState = state;
    if (painted) { whiteAt = null; cover.hidden = true; } else whiteAt ??= now;
    /* A new release brings a new page of this kind, too; once, and never under a visitor. */
    if (state !== "attract" || release === root.dataset.release || sessionStorage.getItem(RELOADED) === release) return;
    sessionStorage.setItem(RELOADED, release);
    location.reload();
  }
  window.addEventListener("message", ({ source, origin, data }) => {
    if (!source || source !== frame.contentWindow || origin !== location.origin) return;
    if (data?.kiosk === "beat") beat(data);
    if (data?.kiosk === "leaves") { lives = false; since = performance.now(); }
  });
  window.addEventListener("contextmenu", (event) => event.preventDefault());
  wait();
  make();
  setInterval(look, TICK_MS);
})();
