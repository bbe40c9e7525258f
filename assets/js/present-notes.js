/* The speaker's own window: what is shown, what comes next, what to say, how long it takes; large buttons for a tablet. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const TICK_MS = 1000;
  const STEP_MIN = 1;      // minutes a step without a target of its own is given at first; the speaker changes the whole
  const ROOM = 1920;       // px: width of the page the small pictures show

  const clock = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  async function notes(node) {
    const id = node.dataset.talk;
    const root = document.documentElement;
    const mode = root.dataset.mode;
    root.dataset.mode = "presenter";
    if (!tao.presenting.mayListen()) return tao.presenting.anew();
    const part = (name) => node.querySelector(`[data-part="${name}"]`);
    const talk = await tao.lecture.load(id);
    const { steps } = talk;
    if (!steps.length) { tao.presenting.instead(node, talk); return { destroy() { root.dataset.mode = mode; } }; }
    part("title").replaceChildren(words(talk.title));
    const named = tao.address.state().version;
    const state = { role: "notes", step: tao.presenting.stepOf(tao.address.state(), steps), black: false, begun: Date.now(), version: named || tao.page.version };
    tao.address.set({ version: state.version, step: state.step + 1 });
    const given = steps.reduce((sum, step) => sum + (step.minutes || 0), 0), free = steps.filter((step) => !step.minutes).length;
    let plan = Number(localStorage.getItem(`talk.plan:${id}`)) || Math.ceil(given + free * STEP_MIN);
    let shown = -1, since = Date.now(), waits = false;

    /** A small living picture of a step: the lectern's own page, at its own size, made small. */
    function picture(holder, label) {
      const frame = el("iframe", { "data-talk-picture": true, inert: true, class: "notes__frame", ...tao.named(message("present.living")) });
      holder.replaceChildren(frame);
      const fit = () => frame.style.setProperty("--shrink", String(holder.clientWidth / ROOM));
      const watcher = new ResizeObserver(fit);
      watcher.observe(holder);
      fit();
      return {
        show(index) {
          const inside = frame.contentWindow?.tao;
          if (inside?.address && frame.contentDocument.documentElement.dataset.ready) inside.address.set({ step: index + 1, lang: root.lang });
          else {
            frame.src = tao.address.carried(`/present/${id}?step=${index + 1}&lang=${root.lang}&version=${state.version}`);
            frame.onload = () => frame.contentWindow.tao?.address.set({ step: wanted() + 1, lang: root.lang });
          }
          function wanted() { return Math.min(steps.length - 1, state.step + label); }
        },
        close: () => watcher.disconnect(),
      };
    }
    const now = picture(part("now"), 0), soon = picture(part("soon"), 1);
    const showSteps = tao.talkStage.canal(part("steps"), steps, (index) => go(index));
    const told = () => tao.presenting.said(steps[state.step], state.step, state.black);
    const line = tao.audience(id, { now: told, changed: ({ read, followers, trouble }) => door.draw(read, followers, trouble) });
    const door = tao.audience.door(part("audience"), line, () => state.version, id);
    const windows = tao.lecture.together(id, state, {
      changed() { if (tao.presenting.repinned(state.version)) return; tao.address.set({ step: state.step + 1 }); dark(); line.tell(told()); tick(); },
      others: (roles) => showWindow(roles.includes("lectern")),
    });
    function go(to) {
      const index = Math.min(steps.length - 1, Math.max(0, to));
      windows.move({ step: index, black: false });
      tao.address.set({ step: index + 1 });
      dark();
    }
    function black() {
      windows.move({ black: !state.black });
      dark();
      line.tell(told());
    }
    function dark() { node.toggleAttribute("data-black", state.black); node.querySelector("[data-act=black]").setAttribute("aria-pressed", String(state.black)); }
    /** The audience's window: F5 opens it (on the second screen, where the browser lets it), once it stands it is said. */
    const opened = () => window.open(tao.address.carried(`/present/${id}?step=${state.step + 1}&version=${state.version}`), `lectern-${id}`, "popup");
    function showWindow(isOpen) {
      const open = el("button", { type: "button", class: "button", "data-act": "whole" }, tao.icon("monitor"), words(message("notes.open_window")));
      part("window").replaceChildren(...(isOpen ? [tao.icon("monitor"), words(message("notes.window"))] : [open]));
    }
    const target = (step) => (step.minutes || (free ? Math.max(0.1, plan - given) / free : STEP_MIN)) * 60;
    const longer = (by) => () => { plan = Math.max(1, plan + by); try { localStorage.setItem(`talk.plan:${id}`, String(plan)); } catch { /* the plan lasts as long as the window */ } tick(); };
    const acts = {
      next: () => go(state.step + 1), back: () => go(state.step - 1), first: () => go(0), last: () => go(steps.length - 1), jump: go, black, whole: opened,
      longer: longer(1), shorter: longer(-1), both: () => node.toggleAttribute("data-both"),
      restart: () => { since = Date.now(); windows.move({ begun: Date.now() }); tick(); },
      close: () => { if (state.black) black(); },
      tongue: () => tao.address.set({ lang: root.lang === "en" ? "zh-TW" : "en" }),
    };
    const keys = tao.talkKeys.keyboard(acts);
    const onKey = (event) => { if (keys.hear(event)) event.preventDefault(); };
    const onClick = (event) => { const act = event.target.closest("[data-act]")?.dataset.act; if (act) acts[act]?.(); };
    document.addEventListener("keydown", onKey);
    node.addEventListener("click", onClick);

    function tick() {
      const seconds = Math.max(0, (Date.now() - state.begun) / 1000), own = (Date.now() - since) / 1000, goal = target(steps[state.step]);
      const left = plan * 60 - seconds;
      const time = new Date().toTimeString().slice(0, 5);
      part("timer").textContent = clock(seconds);
      part("time").replaceChildren(words(message(left < 0 ? "notes.over" : "notes.left", { now: time, left: clock(Math.abs(left)) })));
      part("target").replaceChildren(words(message("notes.target", { own: clock(own), goal: clock(goal) })));
      part("target").toggleAttribute("data-over", own > goal);
      part("timer").toggleAttribute("data-over", left < 0);
      part("plan").replaceChildren(words(message("notes.plan", { minutes: String(plan) })));
    }
    function frozen() { part("frozen").replaceChildren(tao.icon("database"), words(message(waits ? "present.waits" : "present.frozen", { version: state.version.slice(0, 6) }))); }
    /** Has new data come meanwhile? It waits; the speaker is told. */
    async function look() {
      const found = await fetch("/_page?address=/talk").then((answer) => answer.json()).catch(() => null);
      waits = Boolean(found && found.version !== state.version);
      frozen();
    }
    function show(index) {
      const step = steps[index], next = steps[index + 1];
      shown = index;
      state.step = index;
      since = Date.now();
      node.dataset.step = String(index + 1);
      now.show(index);
      part("soon").hidden = !next;
      if (next) soon.show(index + 1);
      part("then").replaceChildren(words(next ? next.text : message("notes.end")));
      part("count").textContent = `${index + 1} / ${steps.length}`;
      part("sentence").replaceChildren(words(step.text));
      part("said").replaceChildren(...(step.notes?.some(Boolean) ? [words(step.notes)] : [words(message("notes.none"))]));
      const asked = step.scene ? [el("b", {}, words(message("notes.asked"))), " ", ...(step.scene.note ? [el("span", { lang: "en" }, step.scene.note), " "] : []), ...tao.talkStage.sources(step.scene)] : [];
      part("asked").replaceChildren(...asked);
      part("asked").hidden = !asked.length;
      showSteps(index);
      node.querySelector(".notes__foot [data-act=back]").disabled = index === 0;
      node.querySelector(".notes__foot [data-act=next]").disabled = !next;
      tao.language.apply(node);
      line.tell(told());
      tao.talk.back(location.pathname + location.search);
      tick();
    }
    frozen();
    showWindow(false);
    line.told();
    dark();
    const beat = setInterval(tick, TICK_MS), looking = setInterval(look, 30 * TICK_MS);
    await tao.talkStage.letters(tao.talkStage.texts(steps));
    return {
      update(now_, before) {
        const index = tao.presenting.stepOf(now_, steps);
        if (index !== shown) show(index);
        else if (before && now_.lang !== before.lang) { now.show(index); if (steps[index + 1]) soon.show(index + 1); }
      },
      destroy() {
        root.dataset.mode = mode;
        clearInterval(beat);
        clearInterval(looking);
        document.removeEventListener("keydown", onKey);
        now.close();
        soon.close();
        windows.close();
        line.destroy();
      },
    };
  }
  tao.component("present-notes", notes);
})();
