// Builder: a card made of parts. Printing prints the card alone; saving keeps it as a page of its own.
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
  // The card is built as nodes, never as text, so that a person's own words cannot turn into a page of their own.
  const whole = () => {
    const made = document.implementation.createHTMLDocument(card);
    made.documentElement.lang = "en";
    const add = (parent, tag, text) => { const node = made.createElement(tag); node.textContent = text; parent.append(node); return node; };
    add(made.head, "style", "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:1.5rem auto;padding:0 1rem}section{break-inside:avoid}");
    const main = add(made.body, "main", "");
    add(main, "h1", card);
    for (const part of parts.filter((one) => entries(one).length)) {
      const section = add(main, "section", "");
      add(section, "h2", part.name);
      const list = add(section, "ul", "");
      entries(part).forEach((entry) => add(list, "li", entry));
    }
    return `<!doctype html>${made.documentElement.outerHTML}`;
  };
  const print = () => {
    const frame = h("iframe", { className: "pc-unseen", title: card, srcdoc: whole() });
    frame.addEventListener("load", () => { frame.contentWindow.focus(); frame.contentWindow.print(); });
    frame.tabIndex = -1;
    body.append(frame);
    setTimeout(() => frame.remove(), 60000);
  };
  const keep = () => {
    const link = h("a", { href: URL.createObjectURL(new Blob([whole()], { type: "text/html" })), download: `${page.spec.slug}.html` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    page.say(words.kept_file);
  };
  body.append(...nodes.map((one) => one.node));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look),
    h("button", { type: "button", className: "pc-main pc-quiet", onclick: print }, words.print),
    h("button", { type: "button", className: "pc-main pc-quiet", onclick: keep }, words.keep));
  return () => nodes.forEach(({ part, group, area }) => {
    group?.show(page.answer.picked?.[part.id] ?? []);
    if (area.value !== (page.answer.texts?.[part.id] ?? "")) area.value = page.answer.texts?.[part.id] ?? "";
  });
}
export default { render };
