/* Sharing a view, as far as every page knows it: the button of the frame fetches the panel (share.js) when it is first asked for. */
"use strict";
(function () {
  const { tao } = window;
  const address = document.documentElement.dataset.share;      // not in the hall: there "take it with you" stands in its place
  let came = null;

  function panel() {
    came = came || new Promise((done, failed) => {
      document.head.append(tao.el("script", { src: address, on: { load: done, error: () => failed(new Error(`${address} did not load`)) } }));
    });
    came.catch(() => { came = null; });
    return came;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-share-open]");
    if (!button || !address) return;
    panel().then(() => tao.share.open(button), () => tao.notice(tao.message("frame.offline")));
  });
  /** Put ``text`` on the clipboard and say so on ``button``; over plain http ``marked`` is marked for the visitor's own keys. */
  tao.copy = async (text, button, marked) => {
    try {
      await navigator.clipboard.writeText(text);
      button.replaceChildren(tao.words(tao.message("share.copied")));
    } catch {
      if (marked.select) marked.select(); else getSelection().selectAllChildren(marked);
    }
  };
})();
