/* Plays a list of scenes: on, back, to the first, to the last, by itself once started; by keys, by touch and by its maker. It draws
   nothing: ``show`` does. The story page, the attract loop and the presenter play the same list. */
"use strict";
(function () {
  const { tao } = window;
  const STEP_MS = 9000, STORY_MS = 60000;      // SCREENS, story player: nine seconds a step, 60 to 90 s in all; a short story takes its time
  const SWIPE = 40;                     // px a finger moves at least
  const TAP = 12;                       // px a finger that only touches moves at most
  const ON = ["ArrowRight", "PageDown", " "], BACK = ["ArrowLeft", "PageUp"];

  /** Does this element mean something of its own when it is touched or a key is pressed on it? */
  const isControl = (node) => Boolean(node.closest?.("a, button, summary, input, select, textarea, [role=slider]"));

  /**
   * A player of ``scenes``. ``show(index, scene)`` is called for each step that is to be seen; ``changed({playing})`` when it starts or
   * stops by itself; ``at`` the first step shown (from 0). ``keys`` is where keys are heard, ``touch`` where a finger turns the page
   * (a mouse only on ``picture``). ``again``: begins anew after the last instead of stopping there (the attract loop).
   */
  function player(scenes, { show, changed, at = 0, ms = Math.max(STEP_MS, STORY_MS / scenes.length), keys = document, touch = null, picture = touch, again = false }) {
    const last = scenes.length - 1;
    let index = Math.min(last, Math.max(0, at));
    let timer = null, finger = null;

    function go(to) {
      const next = Math.min(last, Math.max(0, to));
      if (next !== index) { index = next; show(index, scenes[index]); }
    }
    function turn(to) { stop(); go(to); }
    function stop() {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      changed?.({ playing: false });
    }
    function tick() {
      go(index === last ? 0 : index + 1);
      if (index === last && !again) { stop(); return; }
      timer = setTimeout(tick, ms);
    }
    function play() {
      if (timer !== null) return;
      if (index === last) go(0);
      timer = setTimeout(tick, ms);
      changed?.({ playing: true });
    }
    function onKey(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      if (event.target.closest?.("input, select, textarea, [role=slider], [contenteditable]")) return;
      if (event.key === " " && isControl(event.target)) return;
      const to = event.key === " " && event.shiftKey ? index - 1 : ON.includes(event.key) ? index + 1 : BACK.includes(event.key) ? index - 1
        : event.key === "Home" ? 0 : event.key === "End" ? last : null;
      if (to === null) return;
      event.preventDefault();
      turn(to);
    }
    /** Any touch lets the story wait; only the button that plays it is no touch. */
    function onTouch(event) { if (!event.target.closest?.("[data-plays]")) stop(); }
    function onDown(event) {
      finger = null;
      if (event.button || isControl(event.target)) return;
      if (event.pointerType === "mouse" && !picture.contains(event.target)) return;
      finger = { x: event.clientX, y: event.clientY };
    }
    function onUp(event) {
      if (!finger) return;
      const dx = event.clientX - finger.x, dy = event.clientY - finger.y;
      finger = null;
      if (Math.abs(dx) > SWIPE && Math.abs(dx) > 1.5 * Math.abs(dy)) { turn(index + (dx < 0 ? 1 : -1)); return; }
      if (Math.hypot(dx, dy) > TAP) return;
      const box = touch.getBoundingClientRect();
      const half = picture.contains(event.target) ? picture.getBoundingClientRect() : box;
      turn(index + (event.clientX > half.left + half.width / 2 ? 1 : -1));
    }
    const cancel = () => { finger = null; };
    const hide = () => { if (document.hidden) stop(); };
    const heard = [[keys, "keydown", onKey], [document, "pointerdown", onTouch, true], [document, "visibilitychange", hide],
      ...(touch ? [[touch, "pointerdown", onDown], [touch, "pointerup", onUp], [touch, "pointercancel", cancel]] : [])].filter(([target]) => target);
    for (const [target, ...rest] of heard) target.addEventListener(...rest);

    return {
      ms,
      get index() { return index; },
      get playing() { return timer !== null; },
      next: () => turn(index + 1), back: () => turn(index - 1), to: turn, play, stop,
      /** Stand at a step without showing it again: the address has moved there by itself. */
      stand(to) { index = Math.min(last, Math.max(0, to)); },
      destroy() { stop(); for (const [target, ...rest] of heard) target.removeEventListener(...rest); },
    };
  }
  tao.player = player;
})();
