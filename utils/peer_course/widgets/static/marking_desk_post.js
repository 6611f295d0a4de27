// Talking with Python, and keeping what a tutor types. "Saved" is said only when Python has written it.
// Must not live here: anything that is shown, apart from the word on saving.
const DESK = "marking-desk", DRAFT_PAUSE = 400, DRAFT_WAIT = 2000, DESK_PATIENCE = 5000;

// Every question has a number; an answer that comes late is still heard.
function deskPost(model) {
  const page = uid("desk"), waiting = new Map();
  let seq = 0;
  const onMessage = (message) => {
    if (message.page !== page || !waiting.has(message.seq)) return;
    const one = waiting.get(message.seq);
    waiting.delete(message.seq);
    clearTimeout(one.clock);
    one.done(message);
  };
  model.on("msg:custom", onMessage);
  const ask = (message, late) => new Promise((done) => {
    seq += 1;
    waiting.set(seq, { done, clock: setTimeout(() => late?.(), DESK_PATIENCE) });
    try { model.send({ ...message, seq, page }); } catch { /* the kernel is gone: the clock says so */ }
  });
  const stop = () => {
    model.off("msg:custom", onMessage);
    for (const one of waiting.values()) clearTimeout(one.clock);
  };
  return { ask, stop, page };
}

// What tells one text from another, so that the browser need not keep a learner's words to know whose reply it holds.
function fingerprint(text) {
  let a = 0xdeadbeef, b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
    b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
  }
  return `${(a >>> 0).toString(36)}-${(b >>> 0).toString(36)}-${text.length}`;
}

// A reply as the browser keeps it: passages by their place alone, and back again beside the learner's text.
const withoutQuotes = (marking) => ({ ...marking, remarks: marking.remarks.map((r) => (r.end > r.start ? { ...r, quote: undefined } : r)) });
const withQuotes = (marking, pieces) => ({ ...marking, remarks: marking.remarks.map((r) => ({ ...r,
  quote: r.quote ?? [...(pieces.find((piece) => piece.answer === r.answer)?.text ?? "")].slice(r.start, r.end).join("") })) });

// One draft at a time is under way; what is typed meanwhile follows as soon as Python has acknowledged it.
function deskDraft(post, { show, conflict, place }) {
  const me = { open: false, dirty: false };
  let work = null, version = 0, flying = false, flight = 0, held = false, misses = 0, pause, since;
  const settled = [];

  const rest = () => { flying = false; settled.splice(0).forEach((done) => done()); };
  const send = () => {
    clearTimeout(pause);
    since = undefined;
    if (flying || held || !work) return;
    flying = true;
    const sent = version, of = work, mine = (flight += 1);
    const late = () => {
      misses += 1;
      document.dispatchEvent(new CustomEvent("peer-course:unsaved", { detail: { unanswered: misses } }));
      if (work !== of || mine !== flight) return;
      show(misses < 3 ? "waiting" : "lost");
      rest();
      if (me.dirty) send();
    };
    const message = { do: "draft", key: of.key, marking: structuredClone(of.marking), based_on: of.basedOn };
    post.ask(message, late).then((answer) => {
      if (work !== of) return;
      rest();
      if (answer.trouble) {
        show("trouble", answer.say || undefined);
        if (answer.theirs) conflict(answer);
        return;
      }
      misses = 0;
      of.basedOn = Math.max(of.basedOn, answer.revision);
      if (sent === version) me.kept();
      else if (me.dirty) send();
    });
  };
  me.kept = (as = "saved") => { me.dirty = false; unsaved.delete(DESK); show(as); };
  me.start = (key, marking, basedOn) => {
    work = { key, marking, basedOn };
    me.dirty = false;
    flying = held = false;
    misses = 0;
    clearTimeout(pause);
  };
  // Until somebody has chosen between two versions, nothing is sent; what is typed stays on the page.
  me.hold = (on) => { held = on; };
  me.end = () => { work = null; me.dirty = false; clearTimeout(pause); };
  me.change = () => {
    version += 1;
    me.dirty = true;
    unsaved.set(DESK, { ...place(), basedOn: work.basedOn, window: post.page, marking: withoutQuotes(work.marking) });
    clearTimeout(pause);
    since ??= Date.now();
    show("saving");
    if (Date.now() - since > DRAFT_WAIT) send();
    else pause = setTimeout(send, DRAFT_PAUSE);
  };
  me.save = () => { version += 1; send(); };
  // What was under way went to a server that is gone, and is not waited for.
  me.again = () => { rest(); me.save(); };
  // Resolves once nothing is under way; a kernel that is gone does not hold it up for ever.
  me.quiet = () => {
    clearTimeout(pause);
    return flying ? new Promise((done) => settled.push(done)) : Promise.resolve();
  };
  me.flush = async () => {
    await me.quiet();
    if (!me.dirty) return true;
    send();
    await me.quiet();
    return !me.dirty;
  };
  me.basedOn = (revision) => { if (revision !== undefined) work.basedOn = revision; return work.basedOn; };
  me.stop = () => { if (me.dirty) send(); clearTimeout(pause); };
  return me;
}
