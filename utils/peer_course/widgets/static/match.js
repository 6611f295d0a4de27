// Match: each statement carries all targets as tick boxes below it.
function build(page, { body, actions }) {
  const { targets, items } = page.view, words = page.words;
  const match = (id, chosen) => {
    page.change({ matched: { ...page.answer.matched, [id]: chosen } });
    const left = items.filter((one) => !page.answer.matched[one.id]?.length).length;
    page.say(fill(words.moved, { count: chosen.length, left }));
  };
  const groups = items.map((item) => choices({ legend: item.text, options: targets, several: true,
    chosen: page.answer.matched?.[item.id] ?? [], onpick: (chosen) => match(item.id, chosen) }));
  body.append(explained(targets), ...groups);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  return () => groups.forEach((group, i) => group.show(page.answer.matched?.[items[i].id] ?? []));
}
export default { render };
