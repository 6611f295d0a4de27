// Planner: notes for each part, and earlier answers to bring. Nothing comes in unless it is chosen.
// A menu by session is one stop of the keyboard, however much somebody has written.
function build(page, { body, actions }) {
  const { parts } = page.view, words = page.words, { groups, titles } = page.spec.yours;
  const brought = (id) => page.answer.brought?.[id] ?? [];
  const bring = (part) => {
    const pick = uid("bring"), list = h("ul", { className: "pc-brought" }), heading = h("p", { className: "pc-about" }, words.brought_list);
    const select = h("select", { id: pick }, h("option", { value: "" }, words.choose), groups.map((group) =>
      h("optgroup", { label: group.name }, group.entries.map((one) => h("option", { value: one.key }, one.title)))));
    const set = (keys) => { page.change({ brought: { ...page.answer.brought, [part.id]: keys } }); paint(); };
    const add = () => {
      const key = select.value;
      if (!key) { page.say(words.nothing_chosen); select.focus(); return; }
      set([...brought(part.id).filter((one) => one !== key), key]);
      select.value = "";
      page.say(fill(words.brought, { title: titles[key] }));
    };
    const leaveOut = (key) => {
      set(brought(part.id).filter((one) => one !== key));
      select.focus();
      page.say(fill(words.left_out, { title: titles[key] }));
    };
    // An answer that its owner has deleted has no title any more, and nothing to bring.
    const paint = () => {
      const there = brought(part.id).filter((key) => key in titles);
      heading.hidden = list.hidden = !there.length;
      list.replaceChildren(...there.map((key) => h("li", {}, `${titles[key]} `, h("button", { type: "button", className: "pc-quiet",
        "aria-label": `${words.leave_out}: ${titles[key]}`, onclick: () => leaveOut(key) }, words.leave_out))));
    };
    paint();
    return { paint, node: h("div", { className: "pc-box" }, h("label", { htmlFor: pick }, fill(words.bring, { part: part.name })), select,
      h("div", { className: "pc-actions" }, h("button", { type: "button", className: "pc-quiet", "aria-label": `${words.add}: ${part.name}`,
        onclick: add }, words.add)), heading, list) };
  };
  const nodes = parts.map((part) => {
    const { area, node } = box(page, { label: fill(words.yours, { part: part.name }), rows: 4, value: page.answer.notes?.[part.id] ?? "",
      oninput: (text) => page.change({ notes: { ...page.answer.notes, [part.id]: text } }, true) });
    const help = groups.length ? bring(part) : undefined;
    return { part, area, help, node: h("section", {}, h("h4", {}, fill(words.heading, { part: part.name, words: part.words })),
      ...paragraphs(part.prompt), node, ...(help ? [help.node] : [])) };
  });
  // What was brought is told by Python alone, so the outline is asked for before it is printed or kept.
  let waiting;
  const look = () => { waiting = undefined; page.ask({ do: "reply" }); };
  const whenReady = (act) => { waiting = act; page.ask({ do: "reply", quietly: true }); };
  page.replied = ({ sections }) => { const act = waiting; waiting = undefined; if (act && sections.length) act(sections); };
  body.append(...(groups.length ? [] : [h("p", {}, words.nothing_to_bring)]), ...nodes.map((one) => one.node));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: look }, words.look),
    ...takeAlong(page, body, page.spec.title, whenReady));
  return () => nodes.forEach(({ part, area, help }) => {
    help?.paint();
    if (area.value !== (page.answer.notes?.[part.id] ?? "")) area.value = page.answer.notes?.[part.id] ?? "";
  });
}
export default { render };
