// Builder: a card made of parts, to look at, to print and to keep.
function build(page, { body, actions }) {
  const { card, parts } = page.view, words = page.words;
  const pick = (id, chosen) => { page.change({ picked: { ...page.answer.picked, [id]: chosen } }); page.say(fill(words.picked, { count: chosen.length })); };
  const nodes = parts.map((part) => {
    const group = part.suggestions.length ? choices({ legend: words.suggestions, options: part.suggestions, several: true,
      chosen: page.answer.picked?.[part.id] ?? [], onpick: (chosen) => pick(part.id, chosen) }) : undefined;
    const { area, node } = box(page, { label: fill(words.yours, { part: part.name }), rows: 3, value: page.answer.texts?.[part.id] ?? "",
      oninput: (text) => page.change({ texts: { ...page.answer.texts, [part.id]: text } }, true) });
    return { part, group, area, node: h("section", {}, h("h4", {}, part.name), ...paragraphs(part.prompt), ...(group ? [group] : []), node) };
  });
  const entries = (part) => [...part.suggestions.filter((one) => (page.answer.picked?.[part.id] ?? []).includes(one.id)).map((one) => one.text),
    ...(page.answer.texts?.[part.id] ?? "").split("\n").map((line) => line.trim()).filter(Boolean)];
  const sections = () => parts.map((part) => ({ heading: part.name, lines: entries(part).map((text) => ({ text })) }))
    .filter((one) => one.lines.length);
  body.append(...nodes.map((one) => one.node));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look),
    ...takeAlong(page, body, card, (act) => act(sections())));
  return () => nodes.forEach(({ part, group, area }) => {
    group?.show(page.answer.picked?.[part.id] ?? []);
    if (area.value !== (page.answer.texts?.[part.id] ?? "")) area.value = page.answer.texts?.[part.id] ?? "";
  });
}
export default { render };
