/* The letters of the years to come: a while after a page stands, or at the first touch, the fonts fetch what its other years
   will need, so that a year asks for nothing. */
"use strict";
(function () {
  const { tao } = window;
  const root = document.documentElement;
  let arrived = null;
  const there = new Promise((done) => { arrived = done; });      // when they came first
  async function warm() {
    if (!tao.page.views.city) { come(); return; }
    const tongue = root.lang === "en" ? "en" : "zh";
    const city = await tao.view("city");
    const said = (row, part) => row[`${part}_${tongue}`];
    const titles = [...city.milestones.map((row) => said(row, "title")), ...city.projects.map((row) => said(row, "name"))].join("");
    const text = [titles, ...[...city.milestones, ...city.projects].map((row) => said(row, "summary")), ...Object.values(city.sources).flat()].join("");
    const style = getComputedStyle(document.body);
    const [display, plain] = ["--font-display", "--font-text"].map((name) => style.getPropertyValue(name));
    await Promise.allSettled([document.fonts.load(`400 16px ${plain}`, text), document.fonts.load(`700 16px ${display}`, titles)]);
    come();
  }
  function come() {
    root.dataset.letters = "ready";
    arrived();
  }
  const LOOK_MS = 4000;      // a first look at the page goes before
  let waiting = null;
  function now() {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    warm();
  }
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(now, LOOK_MS);
  }
  for (const sign of ["pointerdown", "pointermove", "keydown"]) document.addEventListener(sign, now, { passive: true });
  tao.letters = { warm, soon, there };
})();
