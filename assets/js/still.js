/* A page of words: the compact tree of components/still.py as elements, at once, and the parts inside it filled. */
"use strict";
(function () {
  const { tao } = window;
  const build = (tree) => (typeof tree === "string" ? tree : tao.el(tree[0], tree[1], ...tree.slice(2).map(build)));
  async function still(node) {
    node.replaceChildren(build(JSON.parse(node.dataset.tree)));
    delete node.dataset.tree;
    await tao.settle(node);
    return {};
  }
  tao.component("still", still);
})();
