// Rewrite: the note, what is known, and a box; the looking happens in Python, when asked for.
function build(page, { body, actions }) {
  const { notes } = page.view, words = page.words, pick = uid("pick"), live = uid("live");
  const current = () => notes.find((note) => note.id === page.answer.note) ?? notes[0];
  const about = h("p", { className: "pc-meta" }), note = h("blockquote", {}), known = h("h4", {}, words.fact_box), facts = h("ul", {}), person = h("div", {});
  let wait;
  const look = (quietly) => page.ask({ do: "reply", quietly });
  const written = (text) => {
    page.change({ note: current().id, texts: { ...page.answer.texts, [current().id]: text } }, true);
    clearTimeout(wait);
    if (always.checked) wait = setTimeout(() => look(true), 1200);
  };
  const { area, node } = box(page, { label: words.yours, value: "", rows: 8, oninput: written });
  const select = h("select", { id: pick, onchange: () => { page.change({ note: select.value }); page.hideReply(); paint(); } },
    notes.map((one, i) => h("option", { value: one.id }, `${i + 1}. ${one.about}`)));
  const always = h("input", { type: "checkbox", id: live, onchange: () => always.checked && look(true) });
  // While it looks by itself, a fresh reply is always on its way.
  page.answered = () => (always.checked ? "" : page.answer);
  const oneWay = () => {
    page.change({ one_way: { ...page.answer.one_way, [current().id]: true } });
    look(false);
  };
  // A person may mean a word as it stands. Their reason is kept with their answer, and the word is not raised again.
  page.beside = ({ key, mark }) => {
    const id = current().id;
    if (key === "more") {
      return h("button", { type: "button", className: "pc-quiet", onclick: () => {
        page.change({ everything: { ...page.answer.everything, [id]: true } });
        look(false);
      } }, words.show_rest);
    }
    const field = uid("reason"), reason = h("input", { id: field, type: "text", maxLength: 300 });
    const keep = () => {
      const meant = { ...page.answer.meant?.[id], [key]: reason.value.trim() };
      page.change({ meant: { ...page.answer.meant, [id]: meant } });
      look(false);
    };
    return h("details", {}, h("summary", { "aria-label": `${words.mean_it}: ${mark}` }, words.mean_it), h("p", {}, h("label", { htmlFor: field }, words.mean_why), reason),
      h("button", { type: "button", className: "pc-quiet", onclick: keep, "aria-label": `${words.mean_keep}: ${mark}` }, words.mean_keep));
  };
  const paint = () => {
    const now = current();
    select.value = now.id;
    about.textContent = now.about;
    about.hidden = notes.length > 1; // the menu says it already
    note.replaceChildren(...paragraphs(now.note));
    known.hidden = facts.hidden = !now.facts.length;
    facts.replaceChildren(...now.facts.map((fact) => h("li", {}, fact)));
    person.replaceChildren(...(now.person ? [h("h4", {}, words.person_says), ...paragraphs(now.person)] : []));
    const text = page.answer.texts?.[now.id] ?? "";
    if (area.value !== text) area.value = text;
  };
  if (notes.length > 1) body.append(h("p", { className: "pc-which" }, h("label", { htmlFor: pick }, words.which), select));
  body.append(about, h("h4", {}, words.the_note), note, known, facts, person, node,
    h("p", {}, h("label", { className: "pc-choice" }, always, h("span", {}, words.live))));
  actions.append(
    h("button", { type: "button", className: "pc-main", onclick: () => look(false) }, words.look),
    h("button", { type: "button", className: "pc-main pc-quiet", onclick: oneWay }, words.show_one_way));
  paint();
  return paint;
}
export default { render };
