// Timeline: a list of events that can be changed, and the same events drawn as a line.
function build(page, { body, actions }) {
  const { routes, levels } = page.view, words = page.words;
  const prompt = h("div", { className: "pc-scene", hidden: true });
  const events = () => page.answer.points ?? [];
  const list = h("ol", { className: "pc-steps" }), nothing = h("p", {}, words.nothing), picture = h("div", { className: "pc-map" });
  // The reply speaks of these two things only.
  page.answered = () => [events().length > 0, Boolean((page.answer.what ?? "").trim())];
  // What was taken off in this sitting, the last one first to come back. Only that event returns: whatever was
  // added or reworded meanwhile stays as it is.
  let off = [];
  const undo = h("button", { type: "button", className: "pc-quiet", hidden: true, onclick: () => bringBack() });
  const paintUndo = () => {
    off = off.filter(({ point }) => !events().some((one) => one.id === point.id)); // another window may have it
    undo.hidden = !off.length;
    if (off.length) undo.textContent = fill(words.undo, { what: off.at(-1).point.what.trim() || off.at(-1).i + 1 });
  };
  const paintPrompt = () => {
    const route = routes.find((one) => one.id === page.answer.route);
    prompt.hidden = !route;
    if (route) prompt.replaceChildren(...paragraphs(route.prompt));
  };
  const ways = choices({ legend: words.routes, options: routes, chosen: [page.answer.route],
    onpick: ([route]) => { page.change({ route }); paintPrompt(); } });

  const what = box(page, { label: words.what, rows: 2, value: page.answer.what ?? "", oninput: (text) => page.change({ what: text }, true) });
  const whenId = uid("when"), levelId = uid("level");
  const beside = what.area.getAttribute("aria-describedby"); // one support line serves every box of the map
  const when = h("input", { type: "text", id: whenId, "aria-describedby": beside, maxLength: 80, value: page.answer.when ?? "", oninput: () => page.change({ when: when.value }, true) });
  const level = h("select", { id: levelId }, levels.map((one) => h("option", { value: one.id }, one.name)));
  level.value = levels[Math.floor(levels.length / 2)].id;
  const add = () => {
    if (!what.area.value.trim()) { page.say(words.empty); what.area.focus(); return; }
    const point = { id: uid("event"), what: what.area.value.trim(), when: when.value.trim(), level: level.value };
    page.change({ points: [...events(), point], what: "", when: "" });
    what.area.value = when.value = "";
    paint();
    page.say(fill(words.added, { count: events().length }));
    what.area.focus();
  };
  const set = (points) => { page.change({ points }); paint(); };
  const move = (i, by) => {
    const now = [...events()];
    now.splice(i + by, 0, ...now.splice(i, 1));
    set(now);
    list.children[i + by].querySelector(by < 0 ? ".pc-up" : ".pc-down").focus();
    page.say(fill(words.moved, { place: i + by + 1, of: now.length }));
  };
  const remove = (i) => {
    off.push({ point: events()[i], i });
    set(events().filter((_, n) => n !== i));
    undo.focus();
    page.say(words.removed);
  };
  const bringBack = () => {
    const { point, i } = off.pop(), now = [...events()], at = Math.min(i, now.length);
    now.splice(at, 0, point);
    set(now);
    list.children[at].querySelector("button").focus();
    page.say(words.back_again);
  };
  const edge = (i, by) => i + by < 0 || i + by >= events().length;
  const button = (label, kind, act, idle) => h("button", { type: "button", className: kind, "aria-disabled": idle ? "true" : undefined,
    onclick: () => idle || act() }, label);
  const change = (i, id) => set(events().map((point, n) => (n === i ? { ...point, level: id } : point)));
  const row = (point, i) => {
    const id = uid("level"), whatId = uid("event");
    const buttons = [button(words.up, "pc-up", () => move(i, -1), edge(i, -1)), button(words.down, "pc-down", () => move(i, 1), edge(i, 1)),
      button(words.remove, "pc-remove", () => remove(i))];
    // A button is heard without its row, so it carries the event as it reads now.
    const name = (what) => buttons.forEach((one) => one.setAttribute("aria-label", `${one.textContent}: ${what.trim() || i + 1}`));
    const reword = h("input", { type: "text", id: whatId, "aria-describedby": beside, value: point.what, oninput: () => {
      page.change({ points: events().map((one, n) => (n === i ? { ...one, what: reword.value } : one)) }, true);
      name(reword.value);
    } });
    name(point.what);
    const select = h("select", { id, onchange: () => change(i, select.value) }, levels.map((one) => h("option", { value: one.id }, one.name)));
    select.value = point.level;
    return h("li", {}, h("div", { className: "pc-box" }, h("label", { htmlFor: whatId }, point.when ? `${i + 1}. ${point.when}` : `${i + 1}. ${words.what}`),
      reword), h("div", { className: "pc-box" }, h("label", { htmlFor: id }, words.level), select), h("span", { className: "pc-moves" }, buttons));
  };
  const svg = (tag, props) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
    return node;
  };
  const height = (point) => {
    const at = Math.max(0, levels.findIndex((one) => one.id === point.level));
    return 15 + (90 * (levels.length - 1 - at)) / (levels.length - 1);
  };
  // The drawing repeats the list, so it is hidden from screen readers and carries numbers, no words.
  const draw = () => {
    const points = events().map((point, i) => [40 + i * 60, height(point)]);
    const width = 40 + Math.max(1, points.length) * 60;
    const image = svg("svg", { viewBox: `0 0 ${width} 125`, "aria-hidden": "true", focusable: "false", style: `max-width:${width * 2}px` });
    image.append(svg("line", { x1: 10, x2: width - 10, y1: 60, y2: 60, class: "pc-middle" }));
    const river = page.answer.shape === "river";
    const path = points.map(([x, y], i) => (i === 0 ? `M${x},${y}` : river
      ? `C${x - 30},${points[i - 1][1]} ${x - 30},${y} ${x},${y}` : `L${x},${y}`)).join(" ");
    if (points.length > 1) image.append(svg("path", { d: path, class: river ? "pc-river" : "pc-line" }));
    points.forEach(([x, y], i) => {
      const text = svg("text", { x, y: y + 4, "text-anchor": "middle" });
      text.textContent = i + 1;
      image.append(svg("circle", { cx: x, cy: y, r: 10, class: "pc-stop" }), text);
    });
    picture.hidden = !points.length;
    picture.replaceChildren(image);
  };
  const shape = choices({ legend: words.shape, options: [{ id: "line", name: words.line }, { id: "river", name: words.river }],
    chosen: [page.answer.shape ?? "line"], onpick: ([chosen]) => { page.change({ shape: chosen }); draw(); } });
  const paint = () => {
    list.replaceChildren(...events().map(row));
    nothing.hidden = events().length > 0;
    shape.hidden = events().length < 2;
    paintUndo();
    draw();
  };
  body.append(ways, prompt, what.node, h("div", { className: "pc-box" }, h("label", { htmlFor: whenId }, words.when_any), when),
    h("div", { className: "pc-box" }, h("label", { htmlFor: levelId }, words.level), level),
    h("div", { className: "pc-actions" }, h("button", { type: "button", onclick: add }, words.add), undo),
    h("h4", {}, words.yours), nothing, list, shape, picture);
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  paintPrompt();
  paint();
  return () => { ways.show([page.answer.route]); paintPrompt(); paint(); };
}
export default { render };
