/* One's own talk: order, words in both languages, minutes; kept in this browser, taken away and brought back as one small file. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const TONGUES = ["zh-TW", "en"];
  const MOST_BYTES = 262144;      // talks/check.py
  const WAIT_MS = 600;            // after the last letter typed, before the server is asked

  const tongue = document.documentElement;
  const told = (given) => words(TONGUES.map((tag) => given[tag]));
  /** Every fault in words: where, what is wrong, how to mend it. */
  function talkFaults(faults) {
    const place = (fault) => el("b", {}, words(fault.step ? message("talk.fault_step", { step: String(fault.step) }) : message("talk.fault_talk")), fault.field ? ` · ${fault.field}` : "");
    return el("div", { role: "alert", class: "talk__faults" }, el("ul", {}, ...faults.map((fault) => el("li", {}, place(fault), " ", told(fault.error), " ", told(fault.mend)))));
  }
  tao.talkFaults = talkFaults;

  function editor(node) {
    let talk = tao.talk.kept() || tao.talk.blank();
    let timer = null;
    const list = el("ol", { class: "talk__steps" }), found = el("div", { "data-part": "faults" }), said = el("p", { role: "status", class: "soft" });

    function keep() {
      try { tao.talk.keep(talk); } catch { said.replaceChildren(words(message("talk.no_room"))); return; }
      clearTimeout(timer);
      timer = setTimeout(check, WAIT_MS);
    }
    async function check() {
      clearTimeout(timer);
      if (!talk.steps.length) { faults([]); return; }
      try { faults(await tao.lecture.check(JSON.stringify(talk))); } catch { said.replaceChildren(words(message("talk.unchecked"))); }
    }
    /** Faults of the talk kept here, at their step and field too. */
    function faults(all) {
      found.replaceChildren(...(all.length ? [talkFaults(all)] : []));
      node.toggleAttribute("data-faulty", all.length > 0);
      for (const field of node.querySelectorAll("[data-field]")) {
        const own = all.find((fault) => String(fault.step || 0) === field.dataset.step && fault.field === field.dataset.field);
        if (own) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
      }
      tao.language.apply(node);
    }
    const button = (key, icon, act, rest) => {
      const made = el("button", { type: "button", class: "present__button", ...tao.named(message(key)), ...(rest || {}) }, tao.icon(icon));
      made.addEventListener("click", act);
      return made;
    };
    /** A field of the talk: ``get`` and ``set`` of what it shows, ``step`` from 1 (0 = of the whole talk). */
    function field(kind, step, name, label, value, set, rest) {
      const input = el(kind, { class: "talk__field", "data-step": String(step), "data-field": name, ...tao.named(label), ...(rest || {}) });
      input.value = value;
      input.addEventListener("input", () => { set(input.value); keep(); });
      return input;
    }
    const both = (kind, step, name, key, holder, most, rest) => TONGUES.map((tag) => field(kind, step, `${name}.${tag}`, message(key, { tongue: message(`talk.tongue_${tag === "en" ? "en" : "zh"}`) }),
      holder[name]?.[tag] || "", (text) => {
        holder[name] = { "zh-TW": "", en: "", ...holder[name], [tag]: text };
        if (name === "notes" && !holder.notes["zh-TW"] && !holder.notes.en) delete holder.notes;
      }, { lang: tag, maxlength: String(most), placeholder: message(key, { tongue: message(`talk.tongue_${tag === "en" ? "en" : "zh"}`) })[tag === "en" ? 1 : 0], ...(rest || {}) }));
    function row(step, index) {
      const number = index + 1;
      const swap = (to) => () => { [talk.steps[index], talk.steps[to]] = [talk.steps[to], talk.steps[index]]; keep(); draw(); list.children[to].querySelector("input, textarea").focus(); };
      return el("li", { class: "talk__step" },
        el("p", { class: "talk__number num" }, String(number)),
        el("div", { class: "talk__fields" },
          field("input", number, "address", message("talk.address"), step.address ?? "", (text) => { step.address = text; }, { type: "text", maxlength: "2048", spellcheck: "false" }),
          el("div", { class: "talk__pair" }, ...both("textarea", number, "words", "talk.words", step, 300, { rows: "2" })),
          el("div", { class: "talk__pair" }, ...both("textarea", number, "notes", "talk.notes", step, 2000, { rows: "2" })),
          el("label", { class: "talk__minutes" }, words(message("talk.minutes")), field("input", number, "minutes", message("talk.minutes"), step.minutes ?? "", (text) => { if (text) step.minutes = Number(text); else delete step.minutes; }, { type: "number", min: "0.1", max: "120", step: "0.1" }))),
        el("div", { class: "talk__moves" },
          button("talk.up", "chevron-up", swap(index - 1), { disabled: index === 0 }), button("talk.down", "chevron-down", swap(number), { disabled: number === talk.steps.length }),
          button("talk.remove", "x", () => { talk.steps.splice(index, 1); keep(); draw(); }), el("a", { href: step.address, class: "present__button", ...tao.named(message("talk.visit")) }, tao.icon("external-link"))));
    }
    function save(blob, name) {
      const address = URL.createObjectURL(blob);
      const link = el("a", { href: address, download: name });
      link.click();
      URL.revokeObjectURL(address);
    }
    async function take(kind) {
      said.replaceChildren(words(message("talk.making")));
      try {
        const answer = await fetch(`/export/talk.${kind}?lang=${tongue.lang}`, { method: "POST", body: JSON.stringify(talk) });
        if (!answer.ok) { const problem = await answer.json(); if (problem.faults) faults(problem.faults); throw new Error(problem.detail || problem.title); }
        save(await answer.blob(), `talk.${kind}`);
        said.replaceChildren();
      } catch { said.replaceChildren(words(message("talk.not_made"))); }
    }
    async function bring(file) {
      said.replaceChildren();
      if (!file) return;
      try {
        if (file.size > MOST_BYTES) { faults(await tao.lecture.check(file.slice(0, MOST_BYTES + 1))); return; }
        const text = await file.text();
        const bad = await tao.lecture.check(text);
        if (bad.length) { faults(bad); said.replaceChildren(words(message("talk.not_taken"))); return; }
        talk = JSON.parse(text.replace(/^\uFEFF/, ""));
        keep();
        draw();
        said.replaceChildren(words(message("talk.taken", { steps: String(talk.steps.length) })));
      } catch { said.replaceChildren(words(message("talk.unchecked"))); }
    }
    function draw() {
      const upload = el("input", { type: "file", accept: ".json,application/json", class: "talk__upload", ...tao.named(message("talk.upload")) });
      upload.addEventListener("change", () => { bring(upload.files[0]); upload.value = ""; });
      const tool = (key, icon, act) => { const made = el("button", { type: "button", class: "button" }, tao.icon(icon), words(message(key))); made.addEventListener("click", act); return made; };
      list.replaceChildren(...talk.steps.map(row));
      const some = talk.steps.length > 0;
      node.replaceChildren(
        ...(some ? [el("div", { class: "talk__pair" }, ...both("input", 0, "title", "talk.name", talk, 120, { type: "text" }))] : [el("p", { class: "talk__none" }, words(message("talk.none")))]),
        found, said, list,
        el("div", { class: "plain talk__tools" },
          some ? el("a", { href: "/present/talk", class: "button button--next" }, tao.icon("presentation"), words(message("talk.present"))) : "",
          some ? tool("talk.download", "download", () => save(new Blob([JSON.stringify(talk, null, 1)], { type: "application/json" }), "talk.json")) : "",
          el("label", { class: "button" }, tao.icon("external-link"), words(message("talk.upload")), upload),
          some ? tool("talk.pptx", "download", () => take("pptx")) : "", some ? tool("talk.pdf", "download", () => take("pdf")) : "",
          some ? tool("talk.clear", "x", () => { talk = tao.talk.blank(); tao.talk.keep(null); faults([]); draw(); }) : ""));
      tao.language.apply(node);
    }
    tao.talk.back(null);      // whoever is here has left the lectern
    draw();
    check();
    return { destroy() { clearTimeout(timer); } };
  }
  tao.component("talk-editor", editor);
})();
