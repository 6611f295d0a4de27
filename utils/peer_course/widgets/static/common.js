// What every exercise shares: saving with acknowledgement, announcements, passing, and the reply.
// A kind's own file stands below this one and defines build(page). No rule and no prose live here.

// Words that Python has not acknowledged outlive the widget, so that a new one can hand them over. The browser
// keeps them for this window alone and forgets them when it is closed, so that loading the page anew loses nothing.
const UNSAVED = (globalThis.__peerCourseUnsaved ??= new Map());
const TYPING_PAUSE = 700, LONGEST_WAIT = 4000, NO_ANSWER = 4000, SLOWEST = 4;
const unsaved = {
  place(key) {
    // On a hub one address serves many people; the first part of the path is the person's own.
    const page = document.getElementById("jupyter-config-data");
    return `peer-course:${page ? JSON.parse(page.textContent).baseUrl : "/"}:${key}`;
  },
  get(key) {
    if (UNSAVED.has(key)) return UNSAVED.get(key);
    try { return JSON.parse(sessionStorage.getItem(this.place(key))) ?? undefined; } catch { return undefined; }
  },
  set(key, words) {
    UNSAVED.set(key, words);
    try { sessionStorage.setItem(this.place(key), JSON.stringify(words)); } catch { /* this browser keeps nothing */ }
  },
  delete(key) {
    UNSAVED.delete(key);
    try { sessionStorage.removeItem(this.place(key)); } catch { /* as above */ }
  },
};

function h(tag, props = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.startsWith("aria")) node[name] = value;
    else node.setAttribute(name, value);
  }
  // Jupyter's single-key commands look at the focused control itself, so each one carries the mark.
  if (/^(button|select|input|textarea|summary|a)$/.test(tag) || "tabIndex" in props)
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...kids.flat().filter((kid) => kid !== undefined && kid !== null));
  return node;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
const paragraphs = (text) => text.split(/\n\s*\n/).filter((p) => p.trim()).map((p) => h("p", {}, p.trim()));
let counter = 0;
const uid = (name) => `pc-${name}-${(counter += 1)}-${Math.random().toString(36).slice(2, 7)}`;

// Names with a line about each; those without a line are not repeated here.
const explained = (list) => h("ul", { className: "pc-places" }, list.filter((one) => one.about).map((one) =>
  h("li", {}, h("strong", {}, one.name), ` ${one.about}`)));

// A named group of radio buttons or tick boxes, each target as large as its label.
function choices({ legend, options, chosen, several, onpick, quiet }) {
  const name = uid("choice");
  const inputs = options.map((option) => h("input", {
    type: several ? "checkbox" : "radio", name, value: option.id, checked: chosen.includes(option.id),
    onchange: () => onpick(inputs.filter((i) => i.checked).map((i) => i.value)),
  }));
  const labels = options.map((option, i) => h("label", { className: "pc-choice" }, inputs[i],
    h("span", {}, option.name ?? option.text)));
  const group = h("fieldset", { className: quiet ? "pc-group pc-quiet" : "pc-group" },
    h("legend", {}, legend), h("div", { className: "pc-choices" }, labels));
  group.show = (ids) => inputs.forEach((input) => { input.checked = ids.includes(input.value); });
  return group;
}

// Where fingers do the pointing, the numbers in a sentence can be tapped. Elsewhere they stay plain text: else Tab
// would stop three more times at every box.
const tappable = (text) => text.split(/\b(\d(?: ?\d){2,})\b/).map((part, i) =>
  i % 2 && matchMedia("(pointer: coarse)").matches ? h("a", { href: `tel:${part.replace(/ /g, "")}` }, part) : part);

function box(page, { label, value, rows, oninput }) {
  const id = uid("box"), help = uid("help");
  const area = h("textarea", { id, rows: rows ?? 8, value, "aria-describedby": help, oninput: () => oninput(area.value) });
  const support = h("p", { id: help, className: "pc-support" }, tappable(`${page.spec.support.unwatched} ${page.spec.support.beside}`));
  return { area, node: h("div", { className: "pc-box" }, h("label", { htmlFor: id }, label), area, support) };
}

// Saving: one sender for each view. "Saved" is said only when Python has written the file.
function sender(model, spec, show) {
  const left = unsaved.get(spec.key);
  const me = { writer: left?.writer ?? Math.random().toString(36).slice(2, 14), seq: 0, misses: 0 };
  const held = model.get("held");
  me.answer = structuredClone(left?.answer ?? held.answer);
  me.basedOn = left?.basedOn ?? held.revision;
  me.dirty = Boolean(left);
  let pause, patience, since;

  const post = (message) => {
    me.seq += 1;
    try { model.send({ ...message, answer: me.answer, based_on: me.basedOn, writer: me.writer, seq: me.seq }); }
    catch { /* the kernel is gone: the clock below says so */ }
    wait();
  };
  // The clock runs from the first message without an answer: somebody who types on must not put it off. Trying
  // again grows slower, so that a whole cohort does not flood a server that has just come back.
  const wait = () => { patience ??= setTimeout(missed, NO_ANSWER * Math.min(me.misses + 1, SLOWEST)); };
  const rest = () => { clearTimeout(patience); patience = undefined; };
  const missed = () => {
    rest();
    me.misses += 1;
    show(me.misses < 3 ? "waiting" : "lost");
    document.dispatchEvent(new CustomEvent("peer-course:unsaved", { detail: { unanswered: me.misses } }));
    save();
  };
  const save = () => { clearTimeout(pause); since = undefined; post({ do: "save" }); };
  me.save = save;
  me.change = (patch, typing) => {
    Object.assign(me.answer, patch);
    me.dirty = true;
    unsaved.set(spec.key, { answer: me.answer, basedOn: me.basedOn, writer: me.writer });
    clearTimeout(pause);
    since ??= Date.now();
    if (!typing || Date.now() - since > LONGEST_WAIT) save();
    else pause = setTimeout(save, TYPING_PAUSE);
  };
  me.ask = (message) => { clearTimeout(pause); since = undefined; post(message); };
  me.heard = (news) => {
    if (news.writer !== me.writer) {
      if (me.dirty) return false;
      me.answer = structuredClone(news.answer);
      me.basedOn = news.revision;
      return true;
    }
    me.basedOn = news.revision;
    me.misses = 0;
    rest();
    if (news.seq === me.seq) {
      me.dirty = false;
      unsaved.delete(spec.key);
      show("saved", news.note);
      document.dispatchEvent(new CustomEvent("peer-course:kept"));
    } else wait(); // Python is there, and has more to write
    return false;
  };
  // Trouble that Python has named: the next keystroke, or the button, tries again.
  me.refused = rest;
  me.stop = () => { if (me.dirty) save(); clearTimeout(pause); rest(); };
  return me;
}

function render({ model, el }) {
  const spec = model.get("spec"), words = spec.words;
  const title = uid("title");
  // Two regions: what was done and what was saved come close together, and neither may wipe out the other.
  const region = () => h("p", { className: "pc-unseen", role: "status", "aria-live": "polite" });
  const live = region(), liveSaving = region();
  const status = h("span", { className: "pc-status" });
  const again = h("button", { type: "button", hidden: true, onclick: () => me.save() }, words.saved.again);
  let announced = false;

  const tell = (node, text) => { node.textContent = ""; requestAnimationFrame(() => { node.textContent = text; }); };
  const say = (text) => tell(live, text);
  const show = (state, note) => {
    const text = note || words.saved[state];
    status.textContent = text;
    again.hidden = state !== "lost";
    // A screen reader hears trouble always, "Saved" once: not at every pause in typing.
    if (state !== "saved" || note || !announced) { announced = announced || state === "saved"; tell(liveSaving, text); }
  };
  const me = sender(model, spec, show);
  const page = { spec, view: spec.view, words: spec.view.words, say, answered: () => me.answer,
    ask: (message) => { me.ask(message); reply.asked(); },
    get answer() { return me.answer; }, change: (patch, typing) => { me.change(patch, typing); reply.compare(); } };

  const body = h("div", { className: "pc-body" }), after = h("div", { className: "pc-after" });
  const pass = h("button", { type: "button", className: "pc-quiet", onclick: () => {
    me.change({ passed: !me.answer.passed });
    paintPass();
    say(me.answer.passed ? words.pass.done : words.pass.open_again);
  } });
  const passed = h("p", { className: "pc-passed", hidden: true }, words.pass.done);
  const actions = h("div", { className: "pc-actions" });
  const paintPass = () => {
    const gone = Boolean(me.answer.passed);
    for (const node of [body, after]) node.hidden = gone;
    for (const node of actions.querySelectorAll(".pc-main")) node.hidden = gone;
    if (gone) reply.hide();
    passed.hidden = !gone;
    pass.textContent = gone ? words.pass.undo : words.pass.button;
  };
  const reply = replyOf(page, actions);
  page.hideReply = reply.hide;

  const paint = build(page, { body, actions, after });
  actions.append(pass, h("span", { className: "pc-saving" }, status, again));
  const meta = [fill(words.exercise.minutes, { minutes: spec.minutes }), words.exercise[`intensity_${spec.intensity}`], words.pass.how];
  el.append(h("section", { className: "pc", "aria-labelledby": title },
    h("h3", { id: title }, spec.title), h("p", { className: "pc-meta" }, meta.filter(Boolean).join(" ")),
    paragraphs(spec.ask), passed, body, actions, live, liveSaving, reply.node, after));
  paintPass();

  const onHeld = () => {
    const news = model.get("held");
    if (me.heard(news)) { paint(); paintPass(); reply.compare(); status.textContent = words.saved.elsewhere; }
  };
  const onMessage = (message) => {
    if (message.writer !== me.writer) return;
    if (message.do === "trouble") { me.refused(); status.textContent = message.say; tell(liveSaving, message.say); again.hidden = false; }
    if (message.do !== "reply") return;
    reply.show(message.reply);
    page.replied?.(message.reply);
    if (message.quietly) return say(message.reply.summary);
    reply.heading.focus({ preventScroll: false });
  };
  // Keys stay here. Saving by Ctrl+S means saving this page's words, not the browser's copy of the page.
  const onKey = (event) => {
    event.stopPropagation();
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); me.save(); }
  };
  const onLeave = (event) => { if (me.dirty) event.preventDefault(); };
  // The page of JupyterLab says so when the course can be reached again.
  const onBack = () => { if (me.dirty) me.save(); };
  for (const type of ["keydown", "keyup", "keypress"]) el.addEventListener(type, onKey);
  model.on("change:held", onHeld);
  model.on("msg:custom", onMessage);
  addEventListener("beforeunload", onLeave);
  document.addEventListener("peer-course:back", onBack);
  const note = model.get("held").note;
  if (me.dirty) me.save();
  else if (note) show("saved", note);
  else if (model.get("held").revision) status.textContent = words.saved.restored;
  return () => {
    me.stop();
    reply.stop();
    model.off("change:held", onHeld);
    model.off("msg:custom", onMessage);
    removeEventListener("beforeunload", onLeave);
    document.removeEventListener("peer-course:back", onBack);
  };
}
