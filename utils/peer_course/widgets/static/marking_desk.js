// The marking desk as a whole: one step after the other, and where the focus goes. It decides nothing and knows no
// rule; Python is asked for everything. Must not live here: what a single part shows.
function markingDesk({ model, el }) {
  const spec = model.get("spec"), words = spec.words.page, title = uid("title");
  const region = () => h("p", { className: "pc-unseen", role: "status", "aria-live": "polite" });
  const live = region(), liveSaving = region(), said = h("p", { className: "pc-summary", hidden: true });
  const speak = (node, text) => { node.textContent = ""; requestAnimationFrame(() => { node.textContent = text; }); };
  const post = deskPost(model);
  const desk = { words, role: "first", named: false, marking: null, handin: null, readOnly: false };
  desk.say = (text) => speak(live, text);
  desk.tell = (text) => { said.textContent = text ?? ""; said.hidden = !text; if (text) desk.say(text); };
  // An answer that comes after the person has gone on to something else changes nothing any more.
  let turn = 0;
  desk.ask = (message) => new Promise((done) => {
    const mine = turn;
    post.ask(message, () => { if (mine === turn) desk.tell(words.silent); }).then((answer) => { if (mine === turn) done(answer); });
  });

  const status = h("span", { className: "pc-status" }), heading = h("h4", { tabIndex: -1 });
  const again = h("button", { type: "button", hidden: true, className: "pc-small", onclick: () => draft.save() }, words.again);
  let spoken = "";
  const showSaving = (state, text = words[state]) => {
    status.textContent = text;
    again.hidden = !["lost", "trouble"].includes(state);
    // Trouble is heard each time it changes, "Saved" once: not at every pause in typing.
    if (state !== "saving" && text !== spoken) { spoken = text; speak(liveSaving, text); }
  };
  const clash = h("section", { className: "pc-worry", hidden: true }), kept = h("section", { hidden: true });
  const draft = deskDraft(post, { show: showSaving, conflict: (answer) => settle(answer),
    place: () => ({ task: desk.task, role: desk.role, key: desk.handin.key, of: desk.handin.print }) });
  desk.change = () => draft.change();
  const printOf = (handin) => fingerprint(handin.pieces.map((piece) => piece.text).join("\u0000"));

  // One step at a time. Meanwhile nothing can be typed, so that no word falls between two hand-ins.
  let busy = false;
  const step = async (work) => {
    if (busy) return;
    const mine = (turn += 1);
    const rest = (on) => { if (mine === turn) { busy = panes.inert = on; el.setAttribute("aria-busy", String(on)); } };
    rest(true);
    const patience = setTimeout(() => rest(false), DESK_PATIENCE);
    try { await work(); } finally { clearTimeout(patience); rest(false); }
  };
  const leave = async () => {
    if (!desk.handin || desk.readOnly || await draft.flush()) return true;
    showSaving("lost");
    return false;
  };

  const list = waitingList(desk);
  const showList = (answer, focus = true) => {
    draft.end();
    desk.handin = null;
    desk.named = Boolean(answer.names);
    list.paint(answer);
    if (answer.role === "first" && answer.counts) choose.count({ [answer.task]: answer.counts.waiting });
    choose.show();
    for (const node of [reading, ...bar.reading]) node.hidden = true;
    for (const node of [list.node, choose.node]) node.hidden = false;
    if (focus) { list.heading.focus(); desk.say(list.said()); }
  };
  const choose = chooser(desk, spec, {
    choose: () => step(() => toList()),
    names: () => step(async () => {
      const answer = await desk.ask({ do: "show_names", on: !desk.named });
      desk.tell(answer.say);
      if (!answer.trouble) showList(answer, false);
    }),
    draw: () => step(async () => {
      const answer = await desk.ask({ do: "draw", task: desk.task });
      desk.tell(answer.say);
      if (!answer.trouble) showList(answer);
    }),
  });
  const toList = async (sentence = "") => {
    const answer = await desk.ask({ do: "choose", task: desk.task, role: desk.role });
    desk.tell([sentence, answer.say].filter(Boolean).join(" "));
    if (!answer.trouble) showList(answer);
  };

  const worry = worryPanel(desk, spec);
  const back = h("button", { type: "button", className: "pc-quiet", onclick: () => step(async () => { if (await leave()) await toList(); }) }, words.back);
  // What to do when a text worries somebody is in view on the list as well; the rest belongs to an open hand-in.
  const saving = h("span", { className: "pc-saving" }, status, again);
  const bar = { node: h("div", { className: "pc-deskbar" }, heading, worry.opener, back, saving), reading: [heading, back, saving] };
  const finish = h("button", { type: "button", className: "pc-main", onclick: () => step(finishing) }, words.finish);
  const take = h("button", { type: "button", className: "pc-main", onclick: () => step(async () => {
    const answer = await desk.ask({ do: "take_over", key: desk.handin.key });
    desk.tell(answer.say);
    if (!answer.trouble) show(answer.handin);
  }) }, words.take_over);
  const notes = h("div", {}), panes = h("div", { className: "pc-panes" });
  const before = h("div", {});
  const reading = h("div", { hidden: true }, notes, clash, panes, h("div", { className: "pc-actions" }, finish, take), before);

  const show = (handin, own, basedOn = handin.marking.revision ?? 0) => {
    const { marking } = handin;
    desk.handin = { ...handin, print: printOf(handin) };
    desk.answers = handin.pieces.filter((piece) => piece.answer && piece.extra !== true);
    desk.marking = { outcome: "", levels: {}, comments: {}, remarks: [], well: "", next_step: "", ...structuredClone(own ?? marking) };
    desk.marking.outcome ||= "marked";
    delete desk.marking.revision;
    desk.readOnly = Boolean(handin.read_only);
    draft.start(handin.key, desk.marking, basedOn);
    heading.textContent = handin.name ? `${handin.label}: ${handin.name}` : handin.label;
    notes.replaceChildren(...[handin.when && fill(words.when, { when: handin.when }), ...(handin.notes ?? [])].filter(Boolean).map((text) => h("p", {}, text)));
    panes.replaceChildren(textPane(desk), formPane(desk));
    before.replaceChildren(...earlierVersions(desk));
    status.textContent = "";
    again.hidden = true;
    [finish.hidden, take.hidden, clash.hidden] = [desk.readOnly, !desk.readOnly, true];
    worry.hide();
    for (const node of [list.node, choose.node]) node.hidden = true;
    for (const node of [reading, ...bar.reading]) node.hidden = false;
    heading.focus();
    if (own) draft.change();
  };
  const opening = async (key, own) => {
    const answer = await desk.ask({ do: "open", key });
    if (!answer.trouble) { desk.tell(answer.say); show(answer.handin, own); return true; }
    if (desk.handin) await toList(answer.say);
    else desk.tell(answer.say);
    return false;
  };
  desk.open = (key) => step(() => opening(key));

  const finishing = async () => {
    await draft.quiet();
    const { key } = desk.handin, marking = structuredClone(desk.marking);
    const answer = await desk.ask({ do: "finish", key, marking, based_on: draft.basedOn() });
    if (desk.handin?.key !== key) return;
    if (answer.theirs) return settle(answer);
    draft.basedOn(answer.revision);
    // After a long wait somebody may have gone on typing: their words come first, and it is a draft again.
    if (!answer.trouble && JSON.stringify(marking) !== JSON.stringify(desk.marking)) { desk.tell(words.typed_since); return draft.save(); }
    // Not finished is saved all the same: as a draft.
    if (!answer.trouble) draft.kept(answer.finished ? "finished" : "saved");
    if (!answer.finished) return notFinished(answer);
    desk.tell(answer.say);
    if (!answer.next) { desk.tell([words.finished_last, answer.replaced].filter(Boolean).join(" ")); return showList(answer); }
    const done = desk.handin.label;
    if (!await opening(answer.next)) return;
    const next = fill(words.next, { label: desk.handin.label });
    // What was somebody else's in Formgrader is said where it stays to be read, beside the next hand-in.
    if (answer.replaced) desk.tell(`${fill(words.replaced_in, { label: done })} ${answer.replaced} ${next}`);
    else desk.say(next);
  };
  const notFinished = (answer) => {
    desk.tell(answer.say);
    const groups = [...panes.querySelectorAll("fieldset[data-criterion]")];
    groups.forEach((group) => group.showMissing((answer.missing ?? []).includes(group.dataset.criterion)));
    const first = groups.find((group) => (answer.missing ?? []).includes(group.dataset.criterion));
    panes.inert = false;
    first?.closest("details:not([open])")?.setAttribute("open", "");
    first?.querySelector("input").focus();
    inView(said, first?.querySelector("input"));
  };
  // A sentence is wholly in view below the bar, as long as what has the focus stays in view as well.
  const inView = (node, focused) => {
    node.style.scrollMarginTop = `${bar.node.offsetHeight + 8}px`;
    node.scrollIntoView({ block: "nearest" });
    focused?.scrollIntoView({ block: "nearest" });
  };
  // Two tutors at once, or two windows of one: both versions stay; the person at this page chooses which one goes on.
  const settle = ({ say, theirs, own: mine }) => {
    const top = h("h4", { tabIndex: -1 }, mine ? words.yours : words.theirs);
    const go = async (own) => {
      const answer = own ? await desk.ask({ do: "take_over", key: desk.handin.key }) : {};
      desk.tell(answer.say);
      if (answer.trouble) return;
      if (own) return show({ ...answer.handin, earlier: [{ label: top.textContent, marking: theirs }, ...(answer.handin.earlier ?? [])] }, desk.marking);
      draft.kept();
      if (mine) return opening(desk.handin.key);
      show({ ...desk.handin, marking: theirs, read_only: true });
    };
    draft.hold(true);
    clash.replaceChildren(top, h("p", {}, say), toldMarking(desk, theirs), h("div", { className: "pc-actions" },
      h("button", { type: "button", onclick: () => step(() => go(false)) }, mine ? words.use_yours : words.use_theirs),
      h("button", { type: "button", className: "pc-quiet", onclick: () => step(() => go(true)) }, mine ? words.keep_this : words.keep_mine)));
    clash.hidden = false;
    top.focus();
  };

  // Words that an earlier view of this page could not save: they go back where they belong, or are shown to be copied.
  const bringBack = async () => {
    const left = unsaved.get(DESK);
    if (!left) return;
    choose.pick(left);
    const answer = await desk.ask({ do: "choose", task: left.task, role: left.role });
    const handin = answer.trouble ? answer : await desk.ask({ do: "open", key: left.key });
    if (!handin.trouble && printOf(handin.handin) === left.of) {
      const { marking, pieces } = handin.handin;
      // What was saved since from elsewhere is not written over: Python says so, and the person chooses.
      const basedOn = marking.window === left.window ? marking.revision : left.basedOn;
      return show(handin.handin, withQuotes(left.marking, pieces), basedOn);
    }
    if (!answer.trouble) showList(answer, false);
    const marking = left.marking, all = [...Object.values(marking.comments), ...marking.remarks.map((r) => r.text), marking.well, marking.next_step];
    kept.replaceChildren(h("h4", {}, words.unsaved), h("p", {}, words.unsaved_about), h("div", { className: "pc-sent" }, all.filter(Boolean).join("\n\n")),
      h("button", { type: "button", className: "pc-quiet", onclick: () => { kept.hidden = true; unsaved.delete(DESK); heading3.focus(); } }, words.unsaved_done));
    kept.hidden = false;
  };

  const heading3 = h("h3", { id: title, tabIndex: -1 }, spec.title);
  el.append(h("section", { className: "pc pc-desk", "aria-labelledby": title }, heading3,
    spec.problem ? h("p", { className: "pc-missing" }, spec.problem) : undefined, bar.node, worry.node, said, kept, choose.node, list.node, reading, live, liveSaving));
  for (const node of [list.node, ...bar.reading]) node.hidden = true;
  const onKey = (event) => {
    event.stopPropagation();
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); if (desk.handin && !desk.readOnly) draft.save(); }
  };
  // The page of JupyterLab says so when the course can be reached again.
  const onBack = () => { if (draft.dirty) draft.again(); };
  const onLeave = (event) => { if (draft.dirty) event.preventDefault(); };
  for (const type of ["keydown", "keyup", "keypress"]) el.addEventListener(type, onKey);
  addEventListener("beforeunload", onLeave);
  document.addEventListener("peer-course:back", onBack);
  step(bringBack);
  post.ask({ do: "tasks" }).then((answer) => { if (!answer.trouble) choose.count(answer.waiting); });
  return () => {
    draft.stop();
    post.stop();
    removeEventListener("beforeunload", onLeave);
    document.removeEventListener("peer-course:back", onBack);
  };
}
export default { render: markingDesk };
