/* The poll at the end of the attract loop: one question, in both tongues, answered by one touch, counted once and never shown as the
   city's data. Only where the hub counts; a touch beside the answers enters the exhibition as ever. */
"use strict";
(function () {
  const { tao } = window;
  const { el, message } = tao;
  const root = document.documentElement;
  const ASK_MS = 20000, THANK_MS = 6000;      // the question waits longer than a scene does: it wants an answer
  const both = (pair) => pair.map((text, tongue) => el("span", { lang: tongue ? "en" : "zh-TW" }, text));

  /** Ask, and call ``done`` when the screen may go on by itself. Was there anything to ask? */
  async function ask(done) {
    if (!root.dataset.poll || !tao.kiosk.tally?.isOn()) return false;
    const answer = await fetch(root.dataset.poll).catch(() => null);
    const [poll] = answer?.ok ? await answer.json() : [];
    if (!poll || tao.kiosk.state() !== "attract" || root.hasAttribute("data-following") || document.querySelector("body > .asleep")) return false;
    const buttons = poll.answers.map(({ id, text, icon, family }) => {
      const button = el("button", { type: "button", class: `poll__answer poll__answer--${family}`, "data-answer": id }, tao.icon(icon), el("span", { class: "poll__text" }, ...both(text)));
      button.addEventListener("click", () => choose(id));
      return button;
    });
    const layer = el("section", { class: "layer poll", role: "dialog", "aria-modal": "true", tabindex: "-1", "data-poll": poll.id, ...tao.named(poll.question) },
      el("h2", { class: "poll__question" }, ...both(poll.question)), el("div", { class: "poll__answers" }, ...buttons),
      el("p", { class: "poll__said" }, ...both(message("kiosk.poll_said"))));
    let timer = setTimeout(close, ASK_MS);
    function close() {
      clearTimeout(timer);
      document.removeEventListener("kiosk", close);
      if (!layer.isConnected) return;
      tao.kiosk.uncover(layer);
      if (tao.kiosk.state() === "attract") done();
    }
    function choose(id) {
      if (layer.dataset.answered) return;
      layer.dataset.answered = id;
      tao.kiosk.tally(poll.id, id);
      clearTimeout(timer);
      layer.replaceChildren(el("p", { class: "poll__question", role: "status" }, ...both(message("kiosk.poll_thanks"))),
        el("span", { class: "layer__go" }, tao.icon("hand"), ...both(message("kiosk.touch"))));
      timer = setTimeout(close, THANK_MS);
    }
    layer.addEventListener("click", (event) => {
      if (event.target.closest(".poll__answer")) return;
      close();
      document.querySelector("body > .attract")?.click();
    });
    document.addEventListener("kiosk", close);
    tao.kiosk.cover(layer);
    return true;
  }
  tao.kiosk.ask = ask;
})();
