// Ticks: a private list under headings, and room for something that is not on it.
function build(page, { body, actions }) {
  const { groups, other } = page.view, words = page.words;
  const all = groups.flatMap((group) => group.items.map((item) => item.id));
  const tick = (group, chosen) => {
    const elsewhere = (page.answer.ticked ?? []).filter((id) => !group.items.some((item) => item.id === id));
    page.change({ ticked: [...elsewhere, ...chosen] });
    page.say(fill(words.ticked, { count: page.answer.ticked.filter((id) => all.includes(id)).length }));
  };
  const nodes = groups.map((group) => choices({ legend: group.name, options: group.items, several: true,
    chosen: page.answer.ticked ?? [], onpick: (chosen) => tick(group, chosen) }));
  const own = other ? box(page, { label: other, rows: 3, value: page.answer.other ?? "", oninput: (text) => page.change({ other: text }, true) }) : undefined;
  body.append(...nodes, ...(own ? [own.node] : []));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  return () => {
    nodes.forEach((node) => node.show(page.answer.ticked ?? []));
    if (own && own.area.value !== (page.answer.other ?? "")) own.area.value = page.answer.other ?? "";
  };
}
export default { render };
