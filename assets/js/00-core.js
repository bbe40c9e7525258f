/* What every browser part stands on: elements without markup strings, words in both tongues, baked views, components. */
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const components = new Map();   // name -> factory(node, context)
  const mounted = new Map();      // node -> part
  const views = new Map();        // address -> promise of the parsed view
  const REST_MS = 400;            // nobody moves for so long: time for what can wait

  /** Fill ``node`` with attributes and children; text is always text, never markup. */
  function dress(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
      else if (name === "style") for (const [key, part] of Object.entries(value)) node.style.setProperty(key, part);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }
  const el = (tag, attributes, ...children) => dress(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => dress(document.createElementNS(SVG, tag), attributes, children);
  const icon = (name) => el("span", { class: `icon icon--${name}`, "aria-hidden": "true" });

  /** Both tongues side by side; CSS shows the one of the page. ``pair`` is [zh, en]. */
  const words = (pair) => el("span", { class: "words" }, el("span", { lang: "zh-TW" }, pair[0]), el("span", { lang: "en" }, pair[1]));
  /** Give ``node`` an attribute unless it has it so (null or false: take it away); what is the same costs the browser nothing. */
  function set(node, name, value) {
    const text = value === null || value === undefined || value === false ? null : value === true ? "" : String(value);
    if (node.getAttribute(name) === text) return;
    if (text === null) node.removeAttribute(name); else node.setAttribute(name, text);
  }
  /** Let ``node`` say ``value``, unless it says it; its one text node stays. */
  function text(node, value) {
    if (node.textContent === String(value)) return;
    if (node.childNodes.length === 1 && node.firstChild.nodeType === Node.TEXT_NODE) node.firstChild.data = value; else node.textContent = value;
  }
  /** What an English text consists of: a Chinese name within it stands under its own language. */
  const english = (said) => said.split(/([\u3400-\u9fff]+)/).filter(Boolean).map((part) => (/^[\u3400-\u9fff]/.test(part) ? el("span", { lang: "zh-TW" }, part) : part));
  /** Let ``words(…)`` say another [zh, en]. */
  function reword(node, pair) { pair.forEach((said, tongue) => text(node.children[tongue], said)); }

  /** Attributes that give a control its accessible name in the page's tongue, now and after a switch. */
  function named(pair) {
    return { "data-label-zh": pair[0], "data-label-en": pair[1], "aria-label": document.documentElement.lang === "en" ? pair[1] : pair[0] };
  }

  /** The message ``key`` as [zh, en], with {name} replaced from ``values`` (a value may itself be a [zh, en] pair). */
  function message(key, values) {
    const pair = tao.messages[key];
    if (!pair) throw new Error(`no words for ${key}`);
    return pair.map((text, tongue) => text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return Array.isArray(value) ? value[tongue] : String(value);
    }));
  }

  /** A number with its thousands apart, as both tongues write it: at most three decimals, or just ``digits``. (The browser's own formatter costs a phone 140 ms to wake.) */
  function grouped(value, digits) {
    const steps = 10 ** (digits ?? 3), rounded = Math.sign(value) * Math.round((Math.abs(value) * steps).toPrecision(15)) / steps;
    const [whole, decimals] = (digits === undefined ? String(rounded) : rounded.toFixed(digits)).split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? `.${decimals}` : "");
  }
  const number = (value) => Array(2).fill(grouped(value));
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  /** Which of two dates, codes or names of a file comes first: a comparison for ``sort``, letter by letter. */
  const order = (a, b) => (a < b ? -1 : Number(a > b));
  /** A date as precise as its ISO text: 2017, 2017-03 or 2017-03-02; ``short`` leaves the year out where a day or month is known. */
  function date(iso, short) {
    const [year, month, day] = iso.split("-");
    if (!month) return [`${year}年`, year];
    const zh = `${Number(month)}月${day ? `${Number(day)}日` : ""}`;
    const en = `${day ? `${Number(day)} ` : ""}${MONTHS[month - 1]}`;
    return short ? [zh, en] : [`${year}年${zh}`, `${en} ${year}`];
  }

  /** A baked view by name: fetched once per content, shared by all parts. */
  function view(name) {
    const address = tao.page.views[name];
    if (!views.has(address)) {
      const promise = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return answer.json();
      });
      promise.catch(() => views.delete(address));
      views.set(address, promise);
    }
    return views.get(address);
  }

  /** A script only some pages use, by the name the page gives it: asked for once, by the part that draws with it. */
  function script(name) {
    const address = tao.page.scripts[name];
    if (!views.has(address)) {
      const promise = new Promise((done, failed) => {
        document.head.append(el("script", { src: address, on: { load: done, error: () => failed(new Error(`${address} did not load`)) } }));
      });
      promise.catch(() => views.delete(address));
      views.set(address, promise);
    }
    return views.get(address);
  }

  /**
   * Register a part. ``factory(node, context)`` may be async; it returns {update(state, previous), destroy()}.
   * ``follows: "year"`` keeps ``data-year`` on the node equal to the year of the address.
   */
  function component(name, factory, options) { components.set(name, { factory, ...(options || {}) }); }

  async function mount(node) {
    const name = node.dataset.component;
    const entry = components.get(name);
    if (!entry || mounted.has(node)) return;
    const part = { entry, live: null };
    mounted.set(node, part);
    try {
      const live = await entry.factory(node, tao);
      if (!mounted.has(node)) { live?.destroy?.(); return; }
      part.live = live || {};
      refresh(node, part, tao.address.state(), null);
      tao.language.apply(node);
    } catch (error) {
      console.error(`part ${name} cannot be shown`, error);
      node.replaceChildren(el("p", { class: "dry", role: "status" }, icon("droplets"), words(tao.messages["part.dry"] || ["這一塊暫時看不到", "This part cannot be shown now"])));
    }
  }
  function refresh(node, part, state, previous) {
    if (part.entry.follows === "year") node.dataset.year = state.year;
    part.live.update?.(state, previous);
  }
  /** Let go of what has left the page. */
  function release() {
    for (const [node, part] of mounted) if (!node.isConnected) { mounted.delete(node); part.live?.destroy?.(); }
  }
  /** Mount what has come under ``root``; resolves when all of it stands. On a phone each part has a task of its own, so that a finger is heard between two. */
  async function settle(root) {
    release();
    const parts = [];
    for (const node of root.querySelectorAll("[data-component]")) {
      if (parts.length) await breathe();
      if (node.isConnected) parts.push(mount(node));
    }
    return Promise.all(parts);
  }
  function updateAll(state, previous) {
    release();      // a part whose page has gone must not draw for the next one
    for (const [node, part] of mounted) if (part.live) refresh(node, part, state, previous);
  }

  const frame = () => new Promise((done) => requestAnimationFrame(done));
  /** After the next picture has been painted: a task behind a frame. */
  const painted = () => frame().then(task);
  /** A task of its own: what waits, such as a finger, comes first. */
  const task = () => new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  /** On a phone: let what waits come first, between two pieces of long work. */
  const breathe = () => (isThin() ? task() : null);
  /** A visitor's phone: a thin line and a slow processor. As AT_ONCE in server/shell.py. */
  const isThin = () => document.documentElement.dataset.mode !== "kiosk" && !matchMedia("(min-width: 701px)").matches;
  /** Work that can wait: ``piece()`` while nothing else is to be done, again and again until it returns false, once nobody has moved for a while and
      ``first`` has come. What is returned begins it, or puts it off when it has begun. */
  function atLeisure(piece, first) {
    let begun = 0;
    async function next(mine) {
      await first;
      (window.requestIdleCallback || setTimeout)(() => { if (mine === begun && piece()) setTimeout(next, 0, mine); });
    }
    return () => {
      const mine = begun += 1;
      setTimeout(() => { if (mine === begun) next(mine); }, REST_MS);
    };
  }
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  /** What a style sheet asks of the screen, for scripts that draw by it: reach mode asks for more room (kiosk-reach.js). */
  const media = (query) => matchMedia(query);

  const tao = { el, svg, icon, words, set, text, english, reword, named, message, grouped, number, order, date, view, script, component, settle, updateAll, frame, painted, task, breathe, atLeisure, still, media, isThin, messages: {}, page: { views: {} } };
  window.tao = tao;
})();
