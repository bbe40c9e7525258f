/* Thirteen ponds on one canal; a touch opens the words of a day. */
"use strict";
(function () {
  const { tao } = window;
  function days(node) {
    const list = node.querySelector(".days__canal"), buttons = [...list.querySelectorAll(".day")], said = [...node.querySelectorAll("[data-said]")];
    const known = new Set(buttons.map((button) => button.dataset.day));
    const bed = tao.svg("path", { class: "days__bed" });
    const picture = tao.svg("svg", { class: "days__water", "aria-hidden": "true", focusable: "false" }, bed);
    list.before(picture);
    for (const button of buttons) {
      button.addEventListener("click", () => tao.address.set({ day: tao.address.state().day === button.dataset.day ? null : button.dataset.day }));
    }
    /** A smooth line through all ponds, running on to the rim of the picture at both ends. */
    function draw() {
      const base = picture.getBoundingClientRect();
      if (!base.width) return;
      const spots = buttons.map((button) => { const box = button.querySelector(".day__pond").getBoundingClientRect(); return [box.left - base.left + box.width / 2, box.top - base.top + box.height / 2]; });
      const isAcross = Math.abs(spots.at(-1)[0] - spots[0][0]) > Math.abs(spots.at(-1)[1] - spots[0][1]);
      const [first, last] = [spots[0], spots.at(-1)];
      const line = isAcross ? [[0, first[1]], ...spots, [base.width, last[1]]] : [[first[0], 0], ...spots, [last[0], base.height]];
      const path = line.slice(1).map(([x, y], n) => {
        const [px, py] = line[n];
        return isAcross ? `C${(px + x) / 2} ${py} ${(px + x) / 2} ${y} ${x} ${y}` : `C${px} ${(py + y) / 2} ${x} ${(py + y) / 2} ${x} ${y}`;
      });
      picture.setAttribute("viewBox", `0 0 ${base.width} ${base.height}`);
      bed.setAttribute("d", `M${line[0].join(" ")}${path.join("")}`);
    }
    const watcher = new ResizeObserver(draw);
    watcher.observe(node);
    draw();
    return {
      update(state) {
        const chosen = known.has(state.day) ? state.day : null;
        node.toggleAttribute("data-any", chosen !== null);
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.day === chosen));
        for (const one of said) one.hidden = one.dataset.said !== (chosen || "all");
      },
      destroy: () => watcher.disconnect(),
    };
  }
  tao.component("exhibition-days", days);
})();
