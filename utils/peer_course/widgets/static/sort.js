// Sort: each statement stays where it is and carries its places below it, so nothing jumps.
function build(page, { body, actions, after }) {
  const { hands, places } = page.view, words = page.words;
  const names = Object.fromEntries(places.map((place) => [place.id, place.name]));
  const which = h("h4", { tabIndex: -1 }), list = h("div", {});
  const at = () => Math.min(page.answer.hand ?? 0, hands.length - 1);

  const place = (statement, id) => {
    page.change({ placed: { ...page.answer.placed, [statement.id]: id } });
    const left = hands[at()].filter((one) => !page.answer.placed[one.id]).length;
    page.say(fill(words.moved, { place: names[id], left }));
  };
  const turn = (by) => {
    page.change({ hand: at() + by });
    page.hideReply();
    paint();
    which.focus();
  };
  const previous = h("button", { type: "button", className: "pc-quiet", onclick: () => turn(-1) }, words.previous);
  const next = h("button", { type: "button", onclick: () => turn(1) }, words.next);
  const stop = h("p", {}, words.stop);
  const paint = () => {
    which.textContent = fill(words.set, { set: at() + 1, of: hands.length });
    which.hidden = hands.length < 2;
    list.replaceChildren(...hands[at()].map((statement) => choices({
      legend: statement.text, options: places, chosen: [page.answer.placed?.[statement.id]],
      onpick: ([id]) => place(statement, id) })));
    previous.hidden = at() === 0;
    next.hidden = stop.hidden = at() === hands.length - 1;
  };
  body.append(explained(places), which, list);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  after.append(stop, h("div", { className: "pc-actions" }, next, previous));
  paint();
  return paint;
}
export default { render };
