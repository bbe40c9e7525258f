/* The keys of the lectern, in one place: what they do, what "?" shows, and how a press becomes a deed. Clickers send page keys,
   F5 or Shift+F5, Escape, a full stop or b; a number and Enter jumps. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  /** ``always``: also when something inside the picture has the keyboard. */
  const KEYS = [
    { act: "next", keys: ["PageDown", "ArrowRight", "ArrowDown", " ", "n"], shown: "PageDown → ↓ Space N", always: ["PageDown"] },
    { act: "back", keys: ["PageUp", "ArrowLeft", "ArrowUp", "Backspace", "p"], shown: "PageUp ← ↑ Backspace P", always: ["PageUp"] },
    { act: "first", keys: ["Home"], shown: "Home" },
    { act: "last", keys: ["End"], shown: "End" },
    { act: "jump", keys: ["Enter"], shown: "1 2 3 … Enter" },
    { act: "black", keys: ["b", "B", ".", ","], shown: "B ." },
    { act: "whole", keys: ["F5", "f"], shown: "F5 F", always: ["F5"] },
    { act: "code", keys: ["q"], shown: "Q" },
    { act: "notes", keys: ["s"], shown: "S" },
    { act: "tongue", keys: ["l"], shown: "L" },
    { act: "help", keys: ["?", "h"], shown: "?" },
    { act: "close", keys: ["Escape"], shown: "Esc", always: ["Escape"] },
  ];
  const WRITING = "input, select, textarea, [contenteditable]";
  const CONTROL = "a, button, summary, [role=slider], [role=tab]";
  const OWN_OF_SLIDER = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"];

  /** Press by press: ``hear(event)`` does the deed of ``acts`` the event asks for and says whether there was one. ``typed(text)`` is told the number so far. */
  function keyboard(acts, typed) {
    let digits = "";
    const type = (text) => { digits = text; typed?.(digits); };
    function hear(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return false;
      const on = (selector) => Boolean(event.target.closest?.(selector));
      const entry = KEYS.find((one) => one.keys.includes(event.key));
      const isForced = entry?.always?.includes(event.key);
      if (!isForced && on(WRITING)) return false;
      if (!isForced && on("[role=slider]") && OWN_OF_SLIDER.includes(event.key)) return false;
      if (/^\d$/.test(event.key)) { type((digits + event.key).slice(-3)); return true; }
      if (!entry) return false;
      if ([" ", "Enter"].includes(event.key) && on(CONTROL) && !digits) return false;
      if (entry.act === "jump") { if (!digits) return false; const to = Number(digits); type(""); acts.jump(to - 1); return true; }
      if (entry.act === "close" && digits) { type(""); return true; }
      type("");
      if (!acts[entry.act]) return false;
      acts[event.key === " " && event.shiftKey ? "back" : entry.act]();
      return true;
    }
    return { hear };
  }
  const table = () => KEYS.flatMap(({ act, shown }) => [el("dt", {}, ...shown.split(" ").flatMap((key) => [el("kbd", {}, key), " "])), el("dd", {}, words(message(`present.key_${act}`)))]);
  tao.talkKeys = { KEYS, keyboard, table };
})();
