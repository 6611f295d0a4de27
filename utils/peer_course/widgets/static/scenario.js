// Scenario: one scene at a time. A choice is answered in Python; then on, one step back, or from the start.
function build(page, { body, actions, after }) {
  const { scenes } = page.view, words = page.words;
  const byId = Object.fromEntries(scenes.map((scene) => [scene.id, scene]));
  const path = () => (page.answer.path ?? []).filter((step) => byId[step.scene]);
  const here = () => byId[page.answer.at] ?? scenes[0];
  const taken = () => path().find((step) => step.scene === here().id)?.option;
  const which = h("h4", { tabIndex: -1 }), scene = h("div", { className: "pc-scene" }), slot = h("div", {});
  let group, looked;

  // Arrow keys choose as they move, so choosing alone says nothing yet: the reply comes when it is asked for.
  const pick = (id) => {
    page.change({ at: here().id, path: [...path().filter((step) => before(step.scene)), { scene: here().id, option: id }] });
    page.hideReply();
    paint();
  };
  // The way on opens when the reply is there, so that no late reply can speak into the next scene.
  page.replied = () => { looked = `${here().id} ${taken()}`; paint(); };
  // Steps that led here; a new choice lets go of the ones that came after it.
  const before = (id) => {
    const ids = path().map((step) => step.scene), now = ids.indexOf(here().id);
    return now < 0 ? true : ids.indexOf(id) < now;
  };
  const go = (id) => { page.change({ at: id }); page.hideReply(); paint(); which.focus(); };
  const onward = () => here().options.find((option) => option.id === taken())?.then;
  const back = () => {
    const steps = path(), now = steps.findIndex((step) => step.scene === here().id);
    const to = now < 0 ? steps.at(-1) : steps[now - 1];
    if (to) go(to.scene);
  };
  const next = h("button", { type: "button", onclick: () => onward() && go(onward()) }, words.next);
  const rewind = h("button", { type: "button", className: "pc-quiet", onclick: back }, words.back);
  const again = h("button", { type: "button", className: "pc-quiet", onclick: () => {
    page.change({ path: [], at: "" });
    page.hideReply();
    paint();
    which.focus();
  } }, words.again);
  const paint = () => {
    const step = path().findIndex((one) => one.scene === here().id);
    which.textContent = fill(words.step, { step: step < 0 ? path().length + 1 : step + 1 });
    scene.replaceChildren(...paragraphs(here().scene));
    group = choices({ legend: words.choose, options: here().options, chosen: [taken()], onpick: ([id]) => pick(id) });
    if (slot.dataset.scene !== here().id) { slot.replaceChildren(group); slot.dataset.scene = here().id; }
    else slot.firstChild.show([taken()]);
    next.hidden = !onward() || looked !== `${here().id} ${taken()}`;
    rewind.hidden = step === 0 || !path().length;
    again.hidden = !path().length;
  };
  body.append(which, scene, slot);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  after.append(h("div", { className: "pc-actions" }, next, rewind, again));
  paint();
  return () => { delete slot.dataset.scene; paint(); };
}
export default { render };
