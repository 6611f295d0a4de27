// Journal: a way in, words to borrow, and a private page.
function build(page, { body, actions }) {
  const { routes, starters } = page.view, words = page.words;
  const prompt = h("div", { className: "pc-scene", hidden: true });
  // The reply says no more than whether there is anything on the page.
  page.answered = () => Boolean((page.answer.text ?? "").trim());
  const { area, node } = box(page, { label: words.yours, value: page.answer.text ?? "", rows: 10,
    oninput: (text) => page.change({ text }, true) });
  const group = choices({ legend: words.routes, options: routes, chosen: [page.answer.route],
    onpick: ([route]) => { page.change({ route }); paintPrompt(); } });
  const paintPrompt = () => {
    const route = routes.find((one) => one.id === page.answer.route);
    prompt.hidden = !route;
    if (route) prompt.replaceChildren(...paragraphs(route.prompt));
  };
  const begin = (text) => {
    const gap = area.value && !/\s$/.test(area.value) ? "\n" : "";
    area.value += `${gap}${text} `;
    page.change({ text: area.value }, true);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  };
  const help = starters.length ? h("details", {}, h("summary", {}, words.starters), h("div", { className: "pc-starters" },
    starters.map((one) => h("button", { type: "button", className: "pc-quiet",
      "aria-label": fill(words.add_starter, { text: one.text }), onclick: () => begin(one.text) }, one.text)))) : undefined;
  body.append(group, prompt, ...(help ? [help] : []), node);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply", quietly: true }) }, words.done));
  paintPrompt();
  return () => {
    group.show([page.answer.route]);
    paintPrompt();
    if (area.value !== (page.answer.text ?? "")) area.value = page.answer.text ?? "";
  };
}
export default { render };
