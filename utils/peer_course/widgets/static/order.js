// Order: two buttons for each step; the focus travels with the step that moves.
function build(page, { body, actions }) {
  const words = page.words, texts = Object.fromEntries(page.view.items.map((item) => [item.id, item.text]));
  const order = () => {
    const mine = (page.answer.order ?? []).filter((id) => id in texts);
    return [...mine, ...Object.keys(texts).filter((id) => !mine.includes(id))];
  };
  const list = h("ol", { className: "pc-steps" });
  const move = (id, by) => {
    const now = order(), from = now.indexOf(id), to = from + by;
    if (to < 0 || to >= now.length) return;
    now.splice(to, 0, ...now.splice(from, 1));
    page.change({ order: now });
    paint();
    list.children[to].querySelector(by < 0 ? ".pc-up" : ".pc-down").focus();
    page.say(fill(words.moved, { place: to + 1, of: now.length }));
  };
  const button = (id, by, edge) => h("button", { type: "button", className: by < 0 ? "pc-up" : "pc-down",
    "aria-label": `${by < 0 ? words.up : words.down}: ${texts[id]}`, "aria-disabled": edge ? "true" : undefined,
    onclick: () => move(id, by) }, by < 0 ? words.up : words.down);
  const paint = () => {
    const now = order();
    list.replaceChildren(...now.map((id, i) => h("li", {}, h("span", { className: "pc-step" }, texts[id]),
      h("span", { className: "pc-moves" }, button(id, -1, i === 0), button(id, 1, i === now.length - 1)))));
  };
  const look = () => { page.change({ order: order() }); page.ask({ do: "reply" }); };
  body.append(list);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: look }, words.look));
  paint();
  return paint;
}
export default { render };
