// The reply below an exercise. It stays while somebody reads it, and says so when the answer has changed since.
const SETTLED = 400;

// `beside` may add something to a line that the person can answer.
function replyNodes(reply, beside) {
  const sections = reply.sections.map((section) => h("section", {}, h("h5", {}, section.heading),
    h("ul", {}, section.lines.map((line) => h("li", {},
      line.mark && h("strong", { className: "pc-mark" }, line.mark),
      line.about && h("span", { className: "pc-about" }, line.about),
      h("span", {}, line.text), line.key && beside ? beside(line) : undefined)))));
  return [h("p", { className: "pc-summary" }, reply.summary), ...sections];
}

// A kind's page.answered() returns that part of the answer of which its replies speak.
function replyOf(page, actions) {
  const heading = h("h4", { tabIndex: -1 }, page.words.reply ?? page.spec.words.exercise.reply);
  const since = h("p", { className: "pc-since", role: "status", "aria-live": "polite" }), said = h("div", {});
  const node = h("div", { className: "pc-reply", hidden: true }, heading, since, said);
  let asked, shown, pause;
  const now = () => JSON.stringify(page.answered());
  const settle = () => {
    const old = !node.hidden && now() !== shown;
    if (!old) since.textContent = "";
    // Said once, not at every key; who changes it back reads a true reply again.
    else if (!since.textContent) since.textContent = fill(page.spec.words.exercise.changed, { button: actions.querySelector(".pc-main").textContent });
  };
  // A moment later: a change that asks for a reply by itself is answered by then.
  const compare = () => { clearTimeout(pause); pause = setTimeout(settle, SETTLED); };
  return { node, heading, compare,
    asked: () => { asked = now(); compare(); },
    hide: () => { node.hidden = true; settle(); },
    show: (reply) => {
      shown = asked;
      said.replaceChildren(...replyNodes(reply, page.beside));
      node.hidden = false;
      settle();
    },
    stop: () => clearTimeout(pause) };
}
