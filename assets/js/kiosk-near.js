/* A finger is 15 mm wide, a pond on the map is not: a touch within half a finger of the middle of something small chooses it; where
   several are that near, they are offered by name in rows as large as a finger. */
"use strict";
(function () {
  const { tao } = window;
  const { el, words, message } = tao;
  const root = document.documentElement;
  const FINGER_MM = 15;                    // data/queries/screens.py, TARGET_MM
  const LEAST_PX = 44;                     // a row is never lower, on whatever screen (ibid., LEAST_TARGET_PX)
  const TARGETS = 'a[href], button, summary, [role="slider"], [role="tab"], input, select, textarea, [data-village]';

  const side = () => FINGER_MM * parseFloat(getComputedStyle(root).getPropertyValue("--px-per-mm"));
  /** Rows the screen, or the band a hand reaches, has room for; names of two lines are taller than a finger. */
  const most = (least) => Math.floor((Math.min(innerHeight, document.getElementById("frame").getBoundingClientRect().height)) / (least * 1.25));
  const boxes = (node) => [...node.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  const isSmall = (box, least) => Math.min(box.width, box.height) < least;
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const canBeTouched = (node) => !node.disabled && !node.closest("[inert]") && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && getComputedStyle(node).pointerEvents !== "none";
  const at = (x, y) => document.elementFromPoint(x, y)?.closest(TARGETS) || null;
  /** Nothing but things of its own size lies on the middle of it. */
  function isOnTop(node, box, least) {
    const [x, y] = middle(box);
    const top = document.elementFromPoint(x, y);
    if (!top) return false;
    const other = top.closest(TARGETS);
    return top === node || node.contains(top) || Boolean(other && other !== node && boxes(other).some((one) => isSmall(one, least)));
  }
  /** What a touch at ``x``, ``y`` may mean, the nearest first; alone when it is clear. */
  function near(x, y) {
    const finger = side(), least = finger - 0.5;      // half a pixel is no smaller
    const under = at(x, y);
    const isClear = under && !boxes(under).some((box) => isSmall(box, least));
    if (isClear && !under.ownerSVGElement) return [under];
    const found = [];
    for (const node of document.querySelectorAll(TARGETS)) {
      for (const box of boxes(node)) {
        if (!isSmall(box, least)) continue;
        const [cx, cy] = middle(box);
        const inside = Math.abs(x - cx) <= Math.max(box.width, finger) / 2 && Math.abs(y - cy) <= Math.max(box.height, finger) / 2;
        if (!inside || !canBeTouched(node) || !isOnTop(node, box, least)) continue;
        found.push({ node, far: node === under ? -1 : Math.hypot(x - Math.min(box.right, Math.max(box.left, x)), y - Math.min(box.bottom, Math.max(box.top, y))) + Math.hypot(x - cx, y - cy) / 1000 });
        break;
      }
    }
    if (isClear) found.push({ node: under, far: -1 });
    return found.sort((a, b) => a.far - b.far).slice(0, most(Math.max(least, LEAST_PX))).map(({ node }) => node);
  }
  /** What something is called, [zh, en]. */
  function called(node) {
    const { labelZh, labelEn } = node.dataset;
    if (labelZh) return [labelZh, labelEn];
    const text = (tongue) => {
      const copy = (node.querySelector(":scope > title") || node).cloneNode(true);
      for (const other of copy.querySelectorAll(`.words > :not([lang="${tongue}"]), [aria-hidden]`)) other.remove();
      return copy.textContent.trim();
    };
    return [text("zh-TW"), text("en")];
  }
  function press(node) {
    node.focus?.({ preventScroll: true });
    node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
  }
  /** The rows beside the finger, inside the screen, or the band a hand reaches. */
  function offer(nodes, x, y) {
    const rows = nodes.map((node) => {
      const of = getComputedStyle(node).getPropertyValue("--of").trim();
      const row = el("button", { type: "button", class: "which__row" }, of ? el("span", { class: "which__pond", "aria-hidden": "true", style: { "--of": of } }) : "", words(called(node)));
      row.addEventListener("click", () => { close(); press(node); });
      return row;
    });
    const panel = el("div", { class: "which__panel" }, el("p", { class: "which__asked" }, words(message("kiosk.which"))), ...rows);
    const layer = el("div", { class: "layer which", role: "dialog", "aria-modal": "true", tabindex: "-1", ...tao.named(message("kiosk.which")) }, panel);
    function close() { tao.kiosk.uncover(layer); }
    layer.addEventListener("click", (event) => { if (event.target === layer) close(); });
    layer.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    tao.language.apply(layer);
    tao.kiosk.cover(layer);
    const room = layer.getBoundingClientRect(), { width, height } = panel.getBoundingClientRect(), gap = side() / 2;
    const left = x - room.left + gap + width <= room.width ? x - room.left + gap : Math.max(0, x - room.left - gap - width);
    const top = Math.min(Math.max(0, y - room.top - height / 2), Math.max(0, room.height - height));
    panel.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
  }
  window.addEventListener("click", (event) => {
    if (!event.isTrusted || event.pointerType !== "touch" || tao.kiosk.state() !== "explore") return;
    const { clientX: x, clientY: y } = event;
    const nodes = near(x, y);
    if (!nodes.length || (nodes.length === 1 && nodes[0] === at(x, y))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (nodes.length === 1) press(nodes[0]); else offer(nodes, x, y);
  }, true);
  tao.kiosk.near = near;
})();
