// Scale: every view has the same points below it.
function build(page, { body, actions }) {
  const { points, statements } = page.view, words = page.words;
  const mark = (id, point) => {
    page.change({ at: { ...page.answer.at, [id]: point } });
    page.say(words.placed);
  };
  const groups = statements.map((statement) => choices({ legend: statement.text, options: points,
    chosen: [page.answer.at?.[statement.id]], onpick: ([point]) => mark(statement.id, point) }));
  body.append(...groups);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  return () => groups.forEach((group, i) => group.show([page.answer.at?.[statements[i].id]]));
}
export default { render };
