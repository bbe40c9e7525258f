/* Dash has one root: it stands in the slot of a page that has a living part (a dash-leaflet map), else it waits, empty and hidden. */
"use strict";
(function () {
  const { tao } = window;
  let started = null;
  let shown = null;        // what Dash holds or is about to hold

  const wrapped = (part, turn) => (part ? { type: "Div", namespace: "dash_html_components", props: { id: `living-${turn}`, className: "living", children: part } } : null);

  /** A living part stands in a Div, the one html component of Dash that is used. */
  window.dash_html_components = { Div: ({ id, className, children }) => window.React.createElement("div", { id, className }, children) };

  /** Asked for together, run one after the other, each in a task of its own. */
  const bring = (sources) => Promise.all(sources.map((src) => new Promise((done, failed) => {
    const script = tao.el("script", { src, on: { load: done, error: () => failed(new Error(`${src} did not load`)) } });
    script.async = false;
    document.head.append(script);
  })));
  /** React, Leaflet and Dash come only when a page first needs them. */
  function start(sources) {
    return bring(sources).then(tao.breathe).then(() => {
      const { prototype } = window.L.Map;
      const end = prototype._onZoomTransitionEnd;      // Leaflet 1.9 ends a zoom by a timer, even of a map that has gone meanwhile
      prototype._onZoomTransitionEnd = function () { if (this._mapPane) end.call(this); };
      window.L.Map.addInitHook(function () { this._container.leafletMap = this; });
      window.renderer = new window.DashRenderer();
    });
  }
  /** Give Dash the living part of ``page``, in its slot; the number of the turn makes React begin anew. */
  function show(page, turn) {
    const root = document.getElementById("react-entry-point");
    const slot = document.querySelector("#page [data-dash]");
    shown = wrapped(page.dash, turn);
    if (slot) slot.append(root);
    root.hidden = !slot;
    if (!page.dash && !started) return;
    if (!started) { started = start(page.dash_scripts); started.catch(() => { started = null; }); }
    else if (window.dash_clientside.set_props) window.dash_clientside.set_props("living", { children: shown });
  }
  /** Out of a page that is about to go. */
  function park() {
    const root = document.getElementById("react-entry-point");
    root.hidden = true;
    if (root.parentElement !== document.body) document.body.append(root);
  }
  window.dash_clientside = Object.assign(window.dash_clientside || {}, { living: { first: async () => { await tao.breathe(); return shown; } } });
  tao.dash = { show, park, begun: () => started };
})();
