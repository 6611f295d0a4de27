// What a learner wrote, as plain text, and the comments that stand beside its passages.
// Their words reach the page as text only. Python counts characters and the browser counts half-characters
// (a smiling face is two), so every place is turned into characters before it leaves this page.
const toPoints = (text, unit) => [...text.slice(0, unit)].length;
const toUnits = (text, point) => [...text].slice(0, point).join("").length;

// Paragraphs of a text, each with the place where it begins.
function passages(text) {
  const found = [];
  let from = 0;
  for (const gap of [...text.matchAll(/\n[^\S\n]*\n\s*/g), { index: text.length, 0: "" }]) {
    const part = text.slice(from, gap.index);
    if (part.trim()) found.push({ from, text: part });
    from = gap.index + gap[0].length;
  }
  return found;
}

// Where a comment belongs in today's text, or null when its words are not there.
function placed(piece, remark) {
  const start = toUnits(piece.text, Math.max(remark.start ?? 0, 0)), end = toUnits(piece.text, Math.max(remark.end ?? 0, 0));
  return end > start && piece.text.slice(start, end) === remark.quote ? { start, end } : null;
}

// A paragraph with the passages that have a comment set apart.
function marked(passage, spots) {
  const last = passage.from + passage.text.length;
  const inside = spots.filter((s) => s.start < last && s.end > passage.from);
  const edges = [...new Set([passage.from, last, ...inside.flatMap((s) => [s.start, s.end])])]
    .filter((edge) => edge >= passage.from && edge <= last).sort((a, b) => a - b);
  return edges.slice(1).map((edge, i) => {
    const words = passage.text.slice(edges[i] - passage.from, edge - passage.from);
    return inside.some((s) => s.start <= edges[i] && s.end >= edge) ? h("mark", {}, words) : words;
  });
}

// The words that somebody has selected in one answer, as places in its text; null when there are none.
function selectedIn(node) {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0), ends = [];
  for (const p of node.querySelectorAll("p[data-from]")) {
    if (!range.intersectsNode(p)) continue;
    const whole = document.createRange(), before = document.createRange();
    whole.selectNodeContents(p);
    before.selectNodeContents(p);
    const begins = whole.compareBoundaryPoints(Range.START_TO_START, range) < 0;
    const stops = whole.compareBoundaryPoints(Range.END_TO_END, range) > 0;
    if (begins) before.setEnd(range.startContainer, range.startOffset);
    const start = begins ? before.toString().length : 0;
    before.selectNodeContents(p);
    if (stops) before.setEnd(range.endContainer, range.endOffset);
    ends.push(Number(p.dataset.from) + start, Number(p.dataset.from) + before.toString().length);
  }
  const found = ends.length ? { start: Math.min(...ends), end: Math.max(...ends) } : null;
  return found && found.end > found.start ? found : null;
}

function remarkCard(desk, remark, { out, back }) {
  const { words } = desk, id = uid("remark");
  const area = h("textarea", { id, rows: 2, value: remark.text, readOnly: desk.readOnly,
    oninput: () => { remark.text = area.value; desk.change(); } });
  const undo = h("button", { type: "button", className: "pc-quiet pc-small", onclick: () => back(card) }, words.remark_back);
  const card = h("div", { className: "pc-remark" }, h("label", { htmlFor: id }, fill(words.remark, { quote: short(remark.quote) })),
    area, desk.readOnly ? undefined : h("button", { type: "button", className: "pc-quiet pc-small", onclick: () => {
      out();
      card.replaceChildren(h("p", {}, words.remark_gone), undo);
      undo.focus();
      desk.say(words.remark_gone);
    } }, words.remark_out));
  card.area = area;
  return card;
}

const short = (quote) => {
  const letters = [...quote.replace(/\s+/g, " ").trim()];
  return letters.length > 80 ? `${letters.slice(0, 76).join("")} …` : letters.join("");
};

// One piece of writing: paragraphs, the comments after the paragraph they end in, and a way to add one by keyboard.
function pieceNode(desk, piece, before) {
  const { words } = desk, parts = passages(piece.text), body = h("div", { className: "pc-piece" });
  const spots = () => desk.marking.remarks.filter((r) => r.answer === piece.answer).map((r) => placed(piece, r)).filter(Boolean);
  const nodes = parts.map((part) => ({ part, p: h("p", { className: "pc-passage" }), cards: h("div", {}) }));
  const paint = () => nodes.forEach(({ part, p }) => p.replaceChildren(...marked(part, spots())));
  const show = (remark, at) => {
    const home = at && nodes.findLast(({ part }) => part.from < at.end);
    const card = remarkCard(desk, remark, {
      out: () => { desk.marking.remarks = desk.marking.remarks.filter((r) => r !== remark); paint(); desk.change(); },
      back: (old) => { desk.marking.remarks.push(remark); paint(); desk.change(); const anew = show(remark, at); old.remove(); anew.area.focus(); },
    });
    (home ? home.cards : lost).append(card);
    lost.hidden = lost.children.length < 2;
    return card;
  };
  const add = ({ start, end }) => {
    const quote = piece.text.slice(start, end);
    const remark = { answer: piece.answer, start: toPoints(piece.text, start), end: toPoints(piece.text, end), quote, text: "" };
    desk.marking.remarks.push(remark);
    paint();
    show(remark, { start, end }).area.focus();
    desk.change();
  };
  const lost = h("div", { hidden: true }, h("h5", {}, words.unplaced));
  const open = !desk.readOnly && piece.answer;
  nodes.forEach(({ part, p, cards }, i) => {
    p.dataset.from = part.from;
    const whole = { start: part.from, end: part.from + part.text.length };
    body.append(p, open ? h("button", { type: "button", className: "pc-quiet pc-small", onclick: () => add(whole) },
      fill(words.paragraph, { number: before + i + 1 })) : "", cards);
  });
  paint();
  desk.marking.remarks.filter((r) => r.answer === piece.answer).forEach((r) => show(r, placed(piece, r)));
  const node = h("section", {}, h("h5", {}, piece.label || words.extra),
    piece.untouched ? h("p", { className: "pc-sent" }, words.untouched) : body, lost);
  node.addSelected = () => { const at = open && selectedIn(body); if (at) add(at); return Boolean(at); };
  return node;
}

// Comments whose piece of writing is gone altogether: they would be sent, so they are here to be read, changed, taken out.
function lostNode(desk) {
  const { words } = desk, known = new Set(desk.handin.pieces.map((piece) => piece.answer)), cards = h("div", {});
  const show = (remark) => {
    const card = remarkCard(desk, remark, {
      out: () => { desk.marking.remarks = desk.marking.remarks.filter((r) => r !== remark); desk.change(); },
      back: (old) => { desk.marking.remarks.push(remark); desk.change(); const anew = show(remark); old.remove(); anew.area.focus(); },
    });
    cards.append(card);
    return card;
  };
  const lost = desk.marking.remarks.filter((r) => !known.has(r.answer));
  lost.forEach(show);
  return lost.length ? h("section", {}, h("h5", {}, words.unplaced), cards) : undefined;
}

function textPane(desk) {
  const { words } = desk, heading = uid("text");
  let before = 0;
  const pieces = desk.handin.pieces.map((piece) => {
    const node = pieceNode(desk, piece, before);
    before += passages(piece.text).length;
    return node;
  });
  // The selection is gone once another thing is pressed in some browsers, so the press itself does not take the focus.
  const button = h("button", { type: "button", className: "pc-quiet pc-small", onmousedown: (event) => event.preventDefault(),
    onclick: () => { if (!pieces.some((piece) => piece.addSelected())) desk.tell(words.select_first); } }, words.selected);
  return h("section", { className: "pc-pane", "aria-labelledby": heading, tabIndex: 0 },
    h("div", { className: "pc-panehead" }, h("h4", { id: heading }, words.text), desk.readOnly ? undefined : button), pieces, lostNode(desk));
}
