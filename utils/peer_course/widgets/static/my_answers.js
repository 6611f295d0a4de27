// My answers: read back, take along, delete. Everything stays between this page and the own store.
const LOOK_AFTER = 600;
function list({ model, el }) {
  const { words, where, aside } = model.get("spec");
  const title = uid("title");
  const live = h("p", { role: "status", "aria-live": "polite" });
  const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
  const answers = h("div", {});
  // Deleting takes two presses, and the first one only asks.
  const deleting = (label, message) => {
    const ask = h("button", { type: "button", className: "pc-quiet", onclick: () => { sure.hidden = false; ask.hidden = true; no.focus(); } }, label);
    const no = h("button", { type: "button", onclick: () => { sure.hidden = true; ask.hidden = false; ask.focus(); } }, words.delete_no);
    const yes = h("button", { type: "button", className: "pc-quiet", onclick: () => {
      sure.hidden = true;
      ask.hidden = false;
      heading.focus();
      model.send(message);
    } }, words.delete_yes);
    const sure = h("span", { className: "pc-actions pc-sure", hidden: true, role: "group", "aria-label": words.delete_sure }, h("span", {}, words.delete_sure), no, yes);
    return [ask, sure];
  };
  const heading = h("h3", { id: title, tabIndex: -1 }, words.heading);
  const take = h("button", { type: "button", onclick: () => model.send({ do: "export" }) }, words.export);
  const actions = h("div", { className: "pc-actions" });
  const paint = () => {
    const entries = model.get("entries");
    const open = new Set([...answers.querySelectorAll("details[open]")].map((one) => one.dataset.key));
    late = false;
    actions.replaceChildren(...(entries.length ? [take, ...deleting(words.delete_all, { do: "delete_all" })] : []));
    answers.replaceChildren(...(entries.length ? entries.map((entry) => h("details", { open: open.has(entry.key), "data-key": entry.key },
      h("summary", {}, `${entry.title} · ${entry.when}`),
      entry.told.map(([label, text]) => h("div", {}, label ? h("p", { className: "pc-about" }, label) : undefined,
        h("p", { className: "pc-sent" }, text))),
      h("p", {}, deleting(words.delete, { do: "delete", key: entry.key })))) : [h("p", {}, words.none)]));
  };
  // Nobody loses their place, least of all while they are asked about deleting: then the list follows later.
  let late = false, pause;
  const busy = () => el.querySelector(".pc-sure:not([hidden])") || [answers, actions].some((part) => part.contains(document.activeElement));
  const follow = () => { if (busy()) late = true; else paint(); };
  const leave = () => setTimeout(() => late && follow());
  // Answers come from every page of the course. Typing saves often, and the list can wait for a pause.
  const ask = () => { try { model.send({ do: "look" }); } catch { /* the kernel is gone: the list stays as it was */ } };
  const look = () => { clearTimeout(pause); pause = setTimeout(ask, LOOK_AFTER); };
  const seen = new IntersectionObserver(([entry]) => entry.isIntersecting && look());
  const hear = (message) => {
    if (message.do === "say") say(message.say);
    if (message.do !== "download") return;
    const href = URL.createObjectURL(new Blob([message.html], { type: "text/html" }));
    h("a", { href, download: message.name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
    say(fill(words.exported, { name: message.name }));
  };
  el.append(h("section", { className: "pc", "aria-labelledby": title }, heading, h("p", {}, where),
    aside.map((text) => h("p", {}, text)), actions, live, answers));
  const onKey = (event) => event.stopPropagation();
  for (const type of ["keydown", "keyup", "keypress"]) el.addEventListener(type, onKey);
  model.on("change:entries", follow);
  model.on("msg:custom", hear);
  el.addEventListener("focusout", leave);
  document.addEventListener("peer-course:kept", look);
  seen.observe(el);
  paint();
  return () => {
    clearTimeout(pause);
    seen.disconnect();
    document.removeEventListener("peer-course:kept", look);
    model.off("change:entries", follow);
    model.off("msg:custom", hear);
  };
}
export default { render: list };
