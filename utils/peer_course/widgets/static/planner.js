// Planner: notes for each part, and earlier answers to bring. Nothing comes in unless it is ticked.
function build(page, { body, actions }) {
  const { parts } = page.view, words = page.words, yours = page.spec.yours ?? [];
  const options = yours.map((one) => ({ id: one.key, name: one.title }));
  const nodes = parts.map((part) => {
    const { area, node } = box(page, { label: fill(words.yours, { part: part.name }), rows: 4, value: page.answer.notes?.[part.id] ?? "",
      oninput: (text) => page.change({ notes: { ...page.answer.notes, [part.id]: text } }, true) });
    const group = options.length ? choices({ legend: words.bring, options, several: true, chosen: page.answer.brought?.[part.id] ?? [],
      onpick: (chosen) => { page.change({ brought: { ...page.answer.brought, [part.id]: chosen } }); page.say(fill(words.brought, { count: chosen.length })); } }) : undefined;
    const help = group ? h("details", {}, h("summary", {}, words.bring_what), group) : undefined;
    return { part, area, group, node: h("section", {}, h("h4", {}, fill(words.heading, { part: part.name, words: part.words })),
      ...paragraphs(part.prompt), node, ...(help ? [help] : [])) };
  });
  body.append(...(options.length ? [] : [h("p", {}, words.nothing_to_bring)]), ...nodes.map((one) => one.node));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  return () => nodes.forEach(({ part, area, group }) => {
    group?.show(page.answer.brought?.[part.id] ?? []);
    if (area.value !== (page.answer.notes?.[part.id] ?? "")) area.value = page.answer.notes?.[part.id] ?? "";
  });
}
export default { render };
