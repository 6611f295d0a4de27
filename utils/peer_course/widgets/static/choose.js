// Choose: one option or several, then the replies.
function build(page, { body, actions }) {
  const { scene, pick, options } = page.view, words = page.words, several = pick === "several";
  const group = choices({ legend: several ? words.several : words.one, options, several,
    chosen: page.answer.chosen ?? [], onpick: (chosen) => page.change({ chosen }) });
  if (scene) body.append(h("div", { className: "pc-scene" }, paragraphs(scene)));
  body.append(group);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  return () => group.show(page.answer.chosen ?? []);
}
export default { render };
