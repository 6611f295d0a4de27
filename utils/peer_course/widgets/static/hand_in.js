// The hand-in panel: one step at a time, and nothing leaves before the person has seen it.
const SAVED_WITHIN = 2500;

// Ask every open page of the course to save first. Where nobody answers, the time passes and we go on:
// the preview shows what is on the disk, so that nothing is sent which the person has not seen.
function saveOpenPages() {
  const id = uid("save");
  return new Promise((done) => {
    const go = (event) => {
      if (event && event.detail?.id !== id) return;
      clearTimeout(clock);
      document.removeEventListener("peer-course:saved", go);
      done();
    };
    const clock = setTimeout(go, SAVED_WITHIN);
    document.addEventListener("peer-course:saved", go);
    document.dispatchEvent(new CustomEvent("peer-course:save", { detail: { id } }));
  });
}

function panel({ model, el }) {
  const spec = model.get("spec"), words = spec.words, title = uid("title");
  const live = h("p", { className: "pc-unseen", role: "status", "aria-live": "polite" });
  const said = h("p", { className: "pc-summary", tabIndex: -1 }), now = h("div", {}), scale = h("div", {}), shown = h("div", {}), feedback = h("div", {});
  const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
  let busy = false;

  const ask = (act, waiting) => {
    if (busy) return;
    busy = true;
    said.textContent = waiting;
    say(waiting);
    el.setAttribute("aria-busy", "true");
    model.send({ do: act });
  };
  const button = (text, onclick, quiet) => h("button", { type: "button", className: quiet ? "pc-quiet" : "", onclick }, text);
  const written = (heading, pieces) => h("section", {}, h("h4", { tabIndex: -1 }, heading), pieces.map((piece) => h("div", {},
    piece.label ? h("h5", {}, piece.label) : undefined,
    h("p", { className: "pc-sent" }, piece.untouched ? words.untouched : piece.text))));
  const savedFirst = (act, waiting) => async () => {
    if (busy) return;
    // Only what is seen may be sent: an earlier preview is gone once something may have changed.
    shown.replaceChildren();
    said.textContent = waiting;
    say(waiting);
    await saveOpenPages();
    ask(act, waiting);
  };
  const look = savedFirst("look", words.looking);
  const steps = {
    get: (text) => button(text, () => ask("get", words.getting)),
    open: (href) => h("a", { className: "pc-button", href }, words.open),
    look: (text, quiet) => button(text, look, quiet),
    back: () => button(words.take_back, () => ask("take_back", words.taking_back), true),
    ask: () => button(words.ask_feedback, () => ask("feedback", words.asking_feedback), true),
  };

  const paint = () => {
    const state = model.get("state"), { stage } = state, row = [];
    now.replaceChildren();
    if (state.say) said.textContent = state.say;
    if (stage === "alone") now.append(h("p", {}, words.alone));
    if (stage === "not-open") now.append(h("p", {}, words.not_open));
    if (!state.open && stage !== "not-open") row.push(steps.get(stage === "alone" ? words.alone_get : words.get));
    if (state.open) row.push(steps.open(state.open));
    if (state.open && ["fetched", "changed"].includes(stage)) row.push(steps.look(words.look));
    if (state.sent) {
      now.append(h("p", {}, state.status));
      if (state.changed && state.open) { now.append(h("p", {}, words.changed)); row.push(steps.look(words.look, true)); }
      if (state.can_take_back) row.push(steps.back());
      row.push(steps.ask());
    }
    state.notes.forEach((note) => now.append(h("p", {}, note)));
    now.append(h("div", { className: "pc-actions" }, row));
    if (state.sent) now.append(h("details", {}, h("summary", {}, words.what_was_sent), written(words.what_was_sent, state.sent)));
    paintScale();
  };
  // One's own answers on a scale: shown first, added by a press, taken out by another.
  const paintScale = () => {
    const { scale: found } = model.get("state");
    scale.replaceChildren();
    if (!found) return;
    const text = h("p", { className: "pc-sent" }, found.text);
    const act = found.in_page
      ? button(words.scale_take_out, savedFirst("take_out_scale", words.scale_taking_out), true)
      : button(words.scale_add, savedFirst("add_scale", words.scale_adding));
    const shut = h("details", {}, h("summary", {}, found.in_page ? words.scale_what : words.scale_look),
      text, found.in_page ? undefined : act);
    scale.append(h("section", {}, h("h4", { tabIndex: -1 }, words.scale_heading),
      h("p", {}, found.in_page ? words.scale_in_page : words.scale_about), shut, found.in_page ? act : undefined));
  };
  const confirm = (pieces) => {
    const again = Boolean(model.get("state").sent);
    const part = written(words.would_send, pieces);
    part.append(h("div", { className: "pc-actions" },
      button(again ? words.send_again : words.send, () => { shown.replaceChildren(); ask("send", words.sending); }),
      button(words.not_yet, () => { shown.replaceChildren(); said.textContent = ""; heading.focus(); }, true)));
    shown.replaceChildren(part);
    part.querySelector("h4").focus();
  };
  // The tutor's page is shown in a closed frame: no script of any page runs, nothing is fetched from elsewhere.
  const showFeedback = (page) => {
    // Such a frame cannot tell how tall its page is, so it is given most of the window, and can be pulled longer.
    // Without a base of its own, a link to a comment on the same page would load JupyterLab into the frame.
    const own = page.replace("<head>", '<head><base href="about:srcdoc">');
    const frame = h("iframe", { sandbox: "", title: words.feedback, srcdoc: own, tabIndex: 0 });
    feedback.replaceChildren(h("h4", { tabIndex: -1 }, words.feedback), h("div", { className: "pc-reply-page" }, frame));
    feedback.firstChild.focus();
  };
  const reading = spec.own_reading, help = reading ? [
    h("details", {}, h("summary", {}, words.checklist), h("ul", {}, reading.checklist.map((text) => h("li", {}, text)))),
    h("details", {}, h("summary", {}, words.criteria), reading.criteria.map((one) => h("section", {}, h("h4", {}, one.name),
      h("ul", {}, one.levels.map((level) => h("li", {}, h("strong", {}, level.name), ` ${level.about}`)))))),
    h("details", {}, h("summary", {}, words.examples), reading.examples.map((one) => h("section", {}, h("h4", {}, one.level),
      h("div", { className: "pc-sent" }, one.text), h("p", {}, one.why)))),
  ] : [];

  const heading = h("h3", { id: title, tabIndex: -1 }, spec.title);
  el.append(h("section", { className: "pc", "aria-labelledby": title }, heading,
    h("ul", {}, spec.before.map((text) => h("li", {}, text))), h("p", { className: "pc-support" }, tappable(spec.beside)),
    now, said, live, shown, scale, feedback, help));
  const hear = (message) => {
    busy = false;
    el.removeAttribute("aria-busy");
    const text = [model.get("state").say, ...(message.notes ?? [])].filter(Boolean).join(" ");
    said.textContent = text;
    // The button that was pressed may be gone by now; the focus goes to what has come of it.
    if (message.to === "look" && message.preview) confirm(message.preview);
    else if (message.to === "feedback" && message.feedback) showFeedback(message.feedback);
    else said.focus();
    if (message.reread) document.dispatchEvent(new CustomEvent("peer-course:reread", { detail: { name: message.reread } }));
  };
  const onKey = (event) => event.stopPropagation();
  for (const type of ["keydown", "keyup", "keypress"]) el.addEventListener(type, onKey);
  model.on("change:state", paint);
  model.on("msg:custom", hear);
  paint();
  return () => { model.off("change:state", paint); model.off("msg:custom", hear); };
}
export default { render: panel };
