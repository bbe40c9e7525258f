/* Seconds as people say an age. */
"use strict";
(function () {
  const { tao } = window;
  tao.liveAge = (seconds) => {
    for (const [unit, length] of [["days", 86400], ["hours", 3600], ["minutes", 60]]) if (seconds >= 2 * length || (unit === "minutes" && seconds >= length)) return tao.message(`pulse.ago_${unit}`, { count: String(Math.floor(seconds / length)) });
    return tao.message("pulse.ago_now", {});
  };
})();
