// What stands around the reading: who is waiting, the choice of task and role, and what to do when a text worries.
// Must not live here: the learner's text, the reply, the talking with Python.
function waitingList(desk) {
  const { words } = desk, heading = h("h4", { tabIndex: -1 }), counts = h("p", {}), list = h("ul", { className: "pc-queue" });
  const item = (one) => h("li", {}, h("button", { type: "button", className: "pc-quiet pc-waiting", onclick: () => desk.open(one.key) },
    h("strong", {}, one.name ? `${one.label}: ${one.name}` : one.label), h("span", {}, words[`state_${one.state}`]),
    [one.when && fill(words.when, { when: one.when }), one.note].filter(Boolean).map((text) => h("span", {}, text))));
  let of;
  const paint = (answer) => {
    const { queue } = answer;
    of = answer.counts ?? of;
    heading.textContent = words.queue;
    counts.textContent = queue.length ? fill(words.counts, of ?? {}) : words[desk.role === "second" ? "none_second" : "none"];
    list.replaceChildren(...queue.map(item));
    list.hidden = !queue.length;
  };
  return { heading, paint, said: () => counts.textContent, node: h("section", {}, heading, counts, list) };
}

// The choice of task and role, and the two deliberate steps: showing names, drawing a sample.
function chooser(desk, spec, act) {
  const { words } = desk, id = uid("task");
  const options = spec.tasks.map((one) => h("option", { value: one.slug }, one.title));
  const task = h("select", { id, onchange: () => { desk.task = task.value; } }, options);
  desk.task = task.value;
  const roles = choices({ legend: words.role, chosen: ["first"], onpick: ([role]) => { desk.role = role; },
    options: ["first", "second"].map((role) => ({ id: role, name: words[`role_${role}`] })) });
  const names = h("button", { type: "button", className: "pc-quiet", hidden: true, onclick: () => act.names() }, words.names_show);
  const draw = h("button", { type: "button", className: "pc-quiet", onclick: () => act.draw() }, words.draw);
  const drawing = h("div", { hidden: true }, h("p", {}, words.draw_about), draw);
  const show = () => {
    names.hidden = false;
    names.textContent = desk.named ? words.names_hide : words.names_show;
    drawing.hidden = desk.role !== "second";
  };
  // In which tasks somebody waits stands beside their names.
  const count = (waiting) => spec.tasks.forEach((one, i) => {
    if (!(one.slug in waiting)) return;
    options[i].textContent = waiting[one.slug] ? fill(words.task_waiting, { title: one.title, count: waiting[one.slug] }) : one.title;
  });
  const pick = (to) => { task.value = to.task; desk.task = to.task; desk.role = to.role; roles.show([to.role]); };
  return { show, pick, count, node: h("div", {}, h("div", { className: "pc-box" }, h("label", { htmlFor: id }, words.task), task), roles,
    h("div", { className: "pc-actions" }, h("button", { type: "button", onclick: () => act.choose() }, words.choose), names), drawing) };
}

// What to do when a text worries a tutor. It is on the page from the start, so that no kernel is needed to see it.
function worryPanel(desk, spec) {
  const { words } = desk, heading = h("h4", { tabIndex: -1 }, words.worry_heading), body = h("div", {});
  const node = h("section", { className: "pc-worry", hidden: true });
  const fillIn = (steps, contact) => body.replaceChildren(contact ? h("p", { className: "pc-summary" }, `${words.worry_contact} ${contact}`) : "",
    h("ol", {}, steps.map((step) => h("li", {}, step))));
  const close = () => { node.hidden = true; opener.focus(); };
  const opener = h("button", { type: "button", className: "pc-quiet", onclick: async () => {
    node.hidden = false;
    heading.focus();
    const answer = await desk.ask({ do: "worry", key: desk.handin?.key ?? null });
    if (answer.worry) fillIn(answer.worry.steps, answer.worry.contact);
    if (answer.say) body.append(h("p", {}, answer.say));
  } }, words.worry);
  fillIn(Object.values(spec.words.worry), spec.contact || spec.problem);
  node.append(heading, body, h("button", { type: "button", className: "pc-quiet", onclick: close }, words.worry_close));
  return { node, opener, hide: () => { node.hidden = true; } };
}
