/* The lectern's window: one step at a time, large; by clicker, by touch, by the notes window, by a talk followed from elsewhere. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const root = document.documentElement;
  const PIN = "talk.pin";     // of this window: the version it was opened anew for
  const SEND_TEXT = 400;      // characters the channel takes of a step's text

  /** Was this document answered under /present or /follow? Only then may it open a line to the audience's channel. */
  function mayListen() {
    const born = performance.getEntriesByType("navigation")[0];
    return !born || /^\/(present|follow)\//.test(new URL(born.name).pathname);
  }
  /** Load this document anew; until then its page does not stand: what waits for it, waits. */
  function anew() {
    delete root.dataset.ready;
    location.reload();
    return new Promise(() => {});
  }
  const stepOf = (state, steps) => { const step = Number(state.step); return Number.isInteger(step) && step >= 1 && step <= steps.length ? step - 1 : 0; };
  /** Two windows of a talk show the same numbers: this one takes the others' data version, once; true while it opens anew. */
  function repinned(version) {
    const own = tao.address.state().version || tao.page.version;
    if (!version || version === own || sessionStorage.getItem(PIN) === version) return false;
    sessionStorage.setItem(PIN, version);
    tao.address.set({ version });
    anew();
    return true;
  }
  const said = (step, index, black) => ({ step: index + 1, address: step.address, black, text: { "zh-TW": step.text[0].slice(0, SEND_TEXT), en: step.text[1].slice(0, SEND_TEXT) } });

  /** What is told instead of a talk that cannot be shown. */
  function instead(node, talk) {
    node.replaceChildren(el("div", { class: "present__none" }, el("h1", {}, words(talk.title)),
      el("p", { class: "lead" }, words(message(talk.faults.length ? "talk.faulty" : "talk.empty"))),
      talk.faults.length ? tao.talkFaults(talk.faults) : "",
      el("a", { href: "/talk", class: "button button--next" }, words(message("talk.see")))));
    tao.language.apply(node);
  }

  async function present(node) {
    const id = node.dataset.talk;
    const isPicture = Boolean(window.frameElement);
    const mode = root.dataset.mode;
    root.dataset.mode = "presenter";
    if (!isPicture && !mayListen()) return anew();
    const part = (name) => node.querySelector(`[data-part="${name}"]`);
    const talk = await tao.lecture.load(id);
    const { steps } = talk;
    if (!steps.length) { instead(node, talk); return { destroy() { root.dataset.mode = mode; } }; }
    part("title").replaceChildren(words(talk.title));

    const state = { role: "lectern", step: stepOf(tao.address.state(), steps), black: false, begun: Date.now(), version: null };
    const stage = await tao.talkStage(part("picture"));
    const showSteps = tao.talkStage.canal(part("steps"), steps, (index) => player.to(index));
    const player = tao.player(steps, { at: state.step, show: move, keys: null, touch: part("show"), picture: part("picture") });
    const now = () => said(steps[state.step], state.step, state.black);
    const line = isPicture ? null : tao.audience(id, { now, changed: ({ read, followers, trouble }) => { door.draw(read, followers, trouble); } });
    const door = isPicture ? null : tao.audience.door(part("code"), line, () => state.version);
    const windows = isPicture ? null : tao.lecture.together(id, state, { changed: follow });
    let shown = -1, source = null;

    /** This window moved: the address, the other windows, the audience. */
    function move(index) {
      windows?.move({ step: index, black: false });
      tao.address.set({ step: index + 1 });
      darken();
    }
    function follow() {
      if (repinned(state.version)) return;
      tao.address.set({ step: state.step + 1 });
      darken();
      line.tell(now());
    }
    function darken() { part("black").hidden = !state.black; }
    function blacken() {
      windows.move({ black: !state.black });
      darken();
      line.tell(now());
    }
    function over(name) {
      const isOpen = !part(name).hidden;
      for (const one of ["help", "code"]) part(one).hidden = one !== name || isOpen;
    }
    function whole() { if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen?.().catch(() => null); }
    function close() {
      if (state.black) { blacken(); return; }
      if (!part("help").hidden || !part("code").hidden) { part("help").hidden = true; part("code").hidden = true; return; }
      if (stage.home(steps[state.step])) return;
      if (document.fullscreenElement) document.exitFullscreen();
    }
    const tongue = () => tao.address.set({ lang: root.lang === "en" ? "zh-TW" : "en" });
    const on = (deed) => () => { if (state.black) blacken(); else deed(); };      // the first key after black brings the picture back
    const acts = {
      next: on(() => player.next()), back: on(() => player.back()), first: () => player.to(0), last: () => player.to(steps.length - 1), jump: (index) => player.to(index),
      black: blacken, whole, tongue, code: () => over("code"), help: () => over("help"), close,
      notes: () => window.open(tao.address.carried(`/present/${id}/notes?step=${state.step + 1}`), `notes-${id}`),
    };
    const keys = tao.talkKeys.keyboard(acts, (digits) => { part("number").hidden = !digits; part("number").textContent = digits; });
    const onKey = (event) => { if (keys.hear(event)) event.preventDefault(); };
    const onClick = (event) => { const act = event.target.closest("[data-act]")?.dataset.act; if (act) acts[act](); else if (event.target === part("black")) blacken(); };
    if (!isPicture) {
      document.addEventListener("keydown", onKey);
      node.addEventListener("click", onClick);
      tao.talkKey = keys.hear;
      part("keys").replaceChildren(...tao.talkKeys.table());
      part("notes").href = tao.address.carried(part("notes").getAttribute("href"));
      line.told();
    } else { node.setAttribute("data-picture", ""); player.destroy(); }

    const named = tao.address.state().version;
    state.version = named || tao.page.version;
    tao.address.set({ version: state.version, step: state.step + 1 });
    part("frozen").replaceChildren(tao.icon("database"), words(message("present.frozen", { version: state.version.slice(0, 6) })));
    const onFollowed = isPicture ? null : tao.address.state().follow;
    if (onFollowed) source = tao.listen(onFollowed, { state: (told) => { if (told.step && !repinned(told.version)) stand(Math.min(steps.length, told.step) - 1, told.black); } });
    /** Where a talk followed from another machine stands. */
    function stand(index, black) {
      windows.move({ step: index, black });
      tao.address.set({ step: index + 1 });
      darken();
    }

    function show(index) {
      shown = index;
      state.step = index;
      const step = steps[index];
      stage.show(step);
      node.dataset.step = String(index + 1);
      part("sentence").replaceChildren(words(step.text));
      part("source").replaceChildren(...(step.scene ? tao.talkStage.sources(step.scene) : []));
      showSteps(index);
      tao.language.apply(node);
      if (!isPicture) {
        stage.prepare([step, steps[index + 1]]);
        line.tell(now());
        tao.talk.back(location.pathname + location.search);
      }
    }
    await tao.talkStage.letters(tao.talkStage.texts(steps));
    return {
      update(told, before) {
        const index = stepOf(told, steps);
        if (before && told.lang !== before.lang) stage.tongue(root.lang);
        if (index === shown) return;
        player.stand(index);
        show(index);
      },
      destroy() {
        root.dataset.mode = mode;
        delete tao.talkKey;
        document.removeEventListener("keydown", onKey);
        source?.close();
        windows?.close();
        line?.destroy();
        player.destroy();
        stage.destroy();
      },
    };
  }
  tao.component("present", present);
  tao.presenting = { mayListen, anew, repinned, instead, stepOf, said };
})();
