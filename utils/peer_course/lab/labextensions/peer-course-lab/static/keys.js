// The keyboard on the pages of the course, so that a beginner is never held fast and nothing is broken by a slip.
// In an answer: Tab moves on and does not indent, Escape steps out, Ctrl+S saves. Everything else is writing.
// On a course page: Ctrl+S is answered in words, and the keys that run or add a cell do nothing.
import { say } from "./notice.js";
import { makeRoom } from "./placeholder.js";

export function keepKeys(lab) {
  if (!lab.calm) return;
  window.addEventListener("keydown", event => {
    const target = event.target instanceof Element ? event.target : null;
    const page = target?.closest(".pc-course, .pc-task");
    const panel = page && lab.tracker.find(one => one.node === page);
    if (!panel) return;
    if (target.closest("[data-pc-answer]")) inAnswer(event, panel, lab);
    else onPage(event, target, panel, lab);
  }, true);
}

function inAnswer(event, panel, lab) {
  const free = !event.ctrlKey && !event.altKey && !event.metaKey;
  makeRoom(event, panel, lab.words.placeholder);
  if (event.key === "Tab" && free) {
    event.stopImmediatePropagation(); // and no preventDefault: the browser moves the focus, as on any page
  } else if (event.key === "Escape" && free) {
    stop(event);
    panel.content.mode = "command";
    event.target.closest(".jp-Cell")?.focus();
  } else if (event.key === "Enter" && !event.isComposing) {
    stop(event); // with another key held it would run a cell or add one, and after "- " it would go on with the list
    newLine(panel.content.activeCell?.editor);
  } else if (isSave(event)) {
    stop(event);
    panel.context.save().then(() => say(panel, lab.words.saved)).catch(() => say(panel, lab.words.not_saved));
  }
}

// Whatever key is held down: somebody who writes means a new line.
function newLine(editor) {
  editor?.replaceSelection?.("\n");
  editor?.revealPosition(editor.getCursorPosition());
}

function onPage(event, target, panel, lab) {
  const changed = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
  if (isSave(event) && panel.context.contentsModel?.writable === false) {
    stop(event);
    say(panel, lab.words.closed);
  } else if (event.key === "Enter" && changed && !target.closest(".jp-OutputArea-output")) {
    stop(event);
  }
}

function isSave(event) {
  return (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "s";
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
