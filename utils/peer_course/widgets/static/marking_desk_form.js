// The reply: levels with their descriptions in view, comments, one thing done well, one next step, how it ends.
// Must not live here: what a level counts, or when a reply is complete; Python decides both.
function deskBox(desk, { label, value, rows, set }) {
  const id = uid("box");
  const area = h("textarea", { id, rows: rows ?? 3, value, readOnly: desk.readOnly, oninput: () => { set(area.value); desk.change(); } });
  const node = h("div", { className: "pc-box" }, h("label", { htmlFor: id }, label), area);
  return { node, area };
}

// A named group of radio buttons, each with what it means beside it.
function levelGroup(desk, { id, legend, options, chosen, pick, guidance }) {
  const name = uid("levels"), { words } = desk;
  const missing = h("p", { className: "pc-missing", hidden: true }, words.missing);
  const rows = options.map((option) => h("label", { className: "pc-choice pc-level" },
    h("input", { type: "radio", name, value: option.id, checked: option.id === chosen, disabled: desk.readOnly && option.id !== chosen,
      onchange: () => { missing.hidden = true; pick(option.id); desk.change(); } }),
    h("span", {}, h("strong", {}, option.name), option.about ? ` ${option.about}` : "")));
  const node = h("fieldset", { className: "pc-group" }, h("legend", {}, legend), missing, h("div", { className: "pc-levels" }, rows),
    guidance ? h("details", {}, h("summary", {}, words.guidance), h("p", {}, guidance)) : undefined);
  node.dataset.criterion = id ?? "";
  node.showMissing = (on) => { missing.hidden = !on; };
  return node;
}

function criterionGroup(desk, one) {
  return levelGroup(desk, { id: one.id, legend: one.name, options: one.levels, guidance: one.guidance,
    chosen: desk.marking.levels[one.id], pick: (level) => { desk.marking.levels[one.id] = level; } });
}

// Comments to take and change. They land in the comment box of this answer, below what is there already; one that
// stands there as it is is not put in twice.
function bankNode(desk, area, set) {
  const { words } = desk;
  const use = (text) => {
    const there = area.value.indexOf(text.trim());
    if (there >= 0) {
      area.focus();
      area.setSelectionRange(there + text.trim().length, there + text.trim().length);
      desk.say(words.used_before);
      return;
    }
    area.value = [area.value.trimEnd(), text.trim()].filter(Boolean).join("\n\n");
    set(area.value);
    desk.change();
    area.focus();
    desk.say(words.used);
  };
  return h("details", { className: "pc-bank" }, h("summary", {}, words.bank), h("ul", {}, desk.handin.bank.map((one) => {
    const id = uid("bank"), button = uid("use");
    return h("li", {}, h("p", { id }, one.text), h("button", { type: "button", className: "pc-quiet pc-small", id: button,
      "aria-labelledby": `${button} ${id}`, onclick: () => use(one.text) }, words.use));
  })));
}

function answerPart(desk, piece) {
  const { words } = desk, ours = desk.handin.criteria.filter((c) => c.answer === piece.answer || (!c.answer && desk.answers.length === 1));
  const set = (text) => { desk.marking.comments[piece.answer] = text; };
  const comment = deskBox(desk, { label: fill(words.comment, { answer: piece.label }), value: desk.marking.comments[piece.answer] ?? "", set });
  const groups = ours.map((one) => criterionGroup(desk, one));
  // Words beside the boxes are read as well: a beginner may have missed the place.
  const nothing = piece.untouched && (desk.answers.some((a) => !a.untouched) || desk.answers.length === desk.handin.pieces.length);
  const levels = nothing && ours.length
    ? [h("p", {}, words.untouched), h("details", {}, h("summary", {}, words.levels_not_needed), groups)] : groups;
  return h("section", {}, h("h5", {}, piece.label), levels, comment.node,
    desk.readOnly || !desk.handin.bank.length ? undefined : bankNode(desk, comment.area, set));
}

function formPane(desk) {
  const { words, marking } = desk, heading = uid("reply");
  const loose = desk.handin.criteria.filter((c) => !c.answer && desk.answers.length !== 1);
  const outcomes = ["marked", "talk", "conversation", ...(marking.outcome === "passed" ? ["passed"] : [])].map((id) => ({ id, name: words[`outcome_${id}`] }));
  return h("section", { className: "pc-pane", "aria-labelledby": heading, tabIndex: 0 },
    h("div", { className: "pc-panehead" }, h("h4", { id: heading }, words.reply)),
    desk.answers.map((piece) => answerPart(desk, piece)),
    loose.length ? h("section", {}, h("h5", {}, words.whole), loose.map((one) => criterionGroup(desk, one))) : undefined,
    deskBox(desk, { label: words.well, value: marking.well, rows: 2, set: (text) => { marking.well = text; } }).node,
    deskBox(desk, { label: words.next_step, value: marking.next_step, rows: 2, set: (text) => { marking.next_step = text; } }).node,
    levelGroup(desk, { legend: words.outcome, options: outcomes, chosen: marking.outcome, pick: (id) => { marking.outcome = id; } }));
}

// What was put aside of this hand-in's replies, for reading: closed until somebody wants it.
function earlierVersions(desk) {
  const { words, handin } = desk, all = handin.earlier ?? [];
  if (!all.length) return [];
  return [h("details", { className: "pc-earlier" }, h("summary", {}, fill(words.earlier, { count: all.length })), h("p", {}, words.earlier_about),
    all.map((one) => h("section", {}, h("h5", {}, one.label), toldMarking(desk, one.marking))))];
}

// A marking in words, for comparing two versions of it. Nothing here can be changed.
function toldMarking(desk, marking) {
  const { words, handin } = desk, lines = [];
  for (const one of handin.criteria) {
    const level = one.levels.find((l) => l.id === marking.levels?.[one.id]);
    if (level) lines.push([one.name, level.name]);
  }
  for (const piece of desk.answers) lines.push([fill(words.commented, { answer: piece.label }), marking.comments?.[piece.answer]]);
  for (const r of marking.remarks ?? []) lines.push([fill(words.remarked, { quote: short(r.quote) }), r.text]);
  lines.push([words.well, marking.well], [words.next_step, marking.next_step], [words.outcome, words[`outcome_${marking.outcome}`]]);
  return h("ul", {}, lines.filter(([, text]) => text).map(([name, text]) => h("li", {}, h("strong", {}, `${name}: `), text)));
}
