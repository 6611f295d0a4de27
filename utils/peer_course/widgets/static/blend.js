// Blend: three sliders that share a hundred, and a triangle that a pointer can use as well. Sliders say it all in words.
function build(page, { body, actions, after }) {
  const { views, statements } = page.view, words = page.words, WHOLE = 100, STEP = 5;
  // The two lower names stand one below the other: side by side, long ones would meet in the middle.
  const CORNERS = [[100, 28], [12, 180], [188, 180]], HEIGHT = 225;
  const on = () => Math.min(page.answer.on ?? 0, statements.length - 1);
  const held = () => page.answer.at?.[statements[on()].id];
  const which = h("h4", { tabIndex: -1 }), statement = h("blockquote", {});
  const even = () => Object.fromEntries(views.map((v, i) => [v.id, i ? 33 : WHOLE - 33 * (views.length - 1)]));
  const sliders = views.map((one) => h("input", { type: "range", min: 0, max: WHOLE, step: STEP, id: uid("share"),
    oninput: (event) => share(one.id, Number(event.target.value)) }));
  const numbers = views.map(() => h("output", {}));
  const rows = views.map((one, i) => h("div", { className: "pc-share" }, h("label", { htmlFor: sliders[i].id }, one.name), sliders[i], numbers[i]));

  const svg = (tag, props, ...kids) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
    node.append(...kids);
    return node;
  };
  const dot = svg("circle", { r: 7, class: "pc-dot" });
  const picture = svg("svg", { viewBox: `0 0 200 ${HEIGHT}`, class: "pc-triangle", "aria-hidden": "true", focusable: "false" },
    svg("polygon", { points: CORNERS.map((c) => c.join(",")).join(" "), class: "pc-field" }),
    ...CORNERS.map(([x, y], i) => {
      const text = svg("text", { x, y: [y - 14, y + 22, y + 38][i], "text-anchor": i ? (i === 1 ? "start" : "end") : "middle", dx: i === 1 ? -8 : i === 2 ? 8 : 0 });
      text.textContent = views[i].name;
      return text;
    }), dot);

  // What one view gains the others give, in the ratio in which they have it.
  const share = (id, value) => {
    const now = held() ?? even(), others = views.filter((one) => one.id !== id).map((one) => one.id);
    const rest = WHOLE - value, had = others.reduce((sum, one) => sum + now[one], 0);
    const first = Math.round((had ? (now[others[0]] * rest) / had : rest / 2) / STEP) * STEP;
    keep({ [id]: value, [others[0]]: Math.min(rest, first), [others[1]]: rest - Math.min(rest, first) });
  };
  const keep = (shares) => {
    page.change({ at: { ...page.answer.at, [statements[on()].id]: shares } }, true);
    paintShares();
  };
  const point = (event) => {
    const box = picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) * 200) / box.width, y = ((event.clientY - box.top) * HEIGHT) / box.height;
    const [[ax, ay], [bx, by], [cx, cy]] = CORNERS, area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
    const raw = [((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area, ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area];
    const near = [raw[0], raw[1], 1 - raw[0] - raw[1]].map((w) => Math.max(0, w)), sum = near.reduce((a, b) => a + b);
    const a = Math.round((near[0] / sum) * 20) * STEP, b = Math.min(WHOLE - a, Math.round((near[1] / sum) * 20) * STEP);
    keep({ [views[0].id]: a, [views[1].id]: b, [views[2].id]: WHOLE - a - b });
  };
  let down = false;
  picture.addEventListener("pointerdown", (event) => { down = true; picture.setPointerCapture(event.pointerId); point(event); });
  picture.addEventListener("pointermove", (event) => down && point(event));
  picture.addEventListener("pointerup", () => { down = false; });

  const paintShares = () => {
    const now = held() ?? even();
    views.forEach((one, i) => {
      sliders[i].value = now[one.id];
      sliders[i].setAttribute("aria-valuetext", fill(words.share, { share: now[one.id], view: one.name }));
      numbers[i].textContent = now[one.id];
    });
    const at = [0, 1].map((axis) => views.reduce((sum, one, i) => sum + (CORNERS[i][axis] * now[one.id]) / WHOLE, 0));
    dot.setAttribute("cx", at[0]);
    dot.setAttribute("cy", at[1]);
    dot.classList.toggle("pc-unplaced", !held());
  };
  const paint = () => {
    which.textContent = fill(words.which, { on: on() + 1, of: statements.length });
    statement.replaceChildren(...paragraphs(statements[on()].text));
    previous.hidden = on() === 0;
    next.hidden = on() === statements.length - 1;
    paintShares();
  };
  const turn = (by) => { page.change({ on: on() + by }); page.hideReply(); paint(); which.focus(); };
  const here = h("button", { type: "button", className: "pc-quiet", onclick: () => { keep(held() ?? even()); page.say(words.kept); } }, words.here);
  const previous = h("button", { type: "button", className: "pc-quiet", onclick: () => turn(-1) }, words.previous);
  const next = h("button", { type: "button", onclick: () => turn(1) }, words.next);
  body.append(explained(views), which, statement, h("p", {}, words.whole),
    h("div", { className: "pc-blend" }, h("div", { className: "pc-shares" }, rows, here), picture));
  actions.append(h("button", { type: "button", className: "pc-main", onclick: () => page.ask({ do: "reply" }) }, words.look));
  after.append(h("div", { className: "pc-actions" }, next, previous));
  paint();
  return paint;
}
export default { render };
