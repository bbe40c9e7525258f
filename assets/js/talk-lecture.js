/* A talk that runs: its steps, which one is shown, and every window of this machine in step with the others, without a server. */
"use strict";
(function () {
  const { tao } = window;
  const { message } = tao;
  const OWN = "talk";
  const STORY = /^\/stories\/([\w-]+)(?:\?(.*))?$/;

  const pair = (given) => (given ? [given["zh-TW"] || "", given.en || ""] : null);
  /** A step of a talk file as the lectern shows it: a scene of a story where its address is one, else the page itself. */
  function step(given, stories) {
    const [, story, query] = STORY.exec(given.address) || [];
    const scenes = stories[story]?.scenes;
    const scene = scenes && (scenes[Number(new URLSearchParams(query).get("step") || 1) - 1] || scenes[0]);
    const year = scene?.year || new URLSearchParams(given.address.split("?")[1]).get("year");
    return { address: given.address, text: pair(given.words), notes: pair(given.notes), minutes: given.minutes, year, scene };
  }
  const ofScene = (scene) => ({ address: scene.address, text: scene.text, notes: scene.notes, year: scene.year, scene });

  /** {title, steps, faults}: of a story, or of the talk kept here, which the server looks at first when it can be reached. */
  async function load(id) {
    const stories = await tao.view("stories");
    if (id !== OWN) return { title: stories[id].question, steps: stories[id].scenes.map(ofScene), faults: [] };
    const talk = tao.talk.kept();
    if (!talk?.steps.length) return { title: message("present.own_talk"), steps: [], faults: [] };
    const faults = await check(JSON.stringify(talk)).catch(() => []);
    return { title: pair(talk.title) || message("present.own_talk"), steps: faults.length ? [] : talk.steps.map((one) => step(one, stories)), faults };
  }
  /** The faults the server finds in the text of a talk file; none when it is good. Rejects when it cannot be asked. */
  async function check(text) {
    const answer = await fetch("/talks/check", { method: "POST", body: text });
    if (answer.ok) return [];
    const told = await answer.json();
    if (!told.faults) throw new Error(told.detail || answer.status);
    return told.faults;
  }

  /**
   * The windows of the talk ``id``. ``changed(state)`` when another window moved; ``move(patch)`` tells them. State: step (from 0),
   * black, begun (ms), version. ``others(n)``: how many other windows stand open. Notes and tokens never leave a window.
   */
  function together(id, state, { changed, others }) {
    const line = new BroadcastChannel(`talk:${id}`);
    const me = Math.random().toString(36).slice(2);
    const heard = new Map();
    const said = () => ({ step: state.step, black: state.black, begun: state.begun, version: state.version });
    const say = (kind, rest) => line.postMessage({ from: me, kind, role: state.role, ...rest });
    line.onmessage = ({ data }) => {
      if (!data || data.from === me) return;
      if (data.kind === "bye") heard.delete(data.from); else heard.set(data.from, data.role);
      others?.([...heard.values()]);
      if (data.kind === "hello") say("state", { state: said() });
      if (data.kind === "move" || (data.kind === "state" && !state.settled)) {
        state.settled = true;
        Object.assign(state, data.state);
        changed(state);
      }
    };
    say("hello");
    const bye = () => say("bye");
    window.addEventListener("pagehide", bye);
    return {
      move(patch) { state.settled = true; Object.assign(state, patch); say("move", { state: said() }); },
      close() { bye(); window.removeEventListener("pagehide", bye); line.close(); },
    };
  }
  tao.lecture = { load, check, together, step, OWN };
})();
