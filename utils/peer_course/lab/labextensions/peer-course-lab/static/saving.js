// Saves the page of a task while somebody writes in it, and says so when that does not work.
// Must not live here: what a file may hold (the server's save hook), or whether the server is there (`contact`).
import { hushDialogs, say } from "./notice.js";

// Milliseconds after the last key; until a save is called late; until one that was never heard of again is given up;
// until one that failed twice is tried again.
const PAUSE = 2000, LATE = 4000, GIVEN_UP = 60000, AGAIN = 10000;

const pages = new WeakMap(); // of each page that is looked after: what it was shown with last, and whether it holds more

// Words are on the disk two seconds after the last key; JupyterLab's own interval stays as the longest wait.
// `tell` hears how it stands with them: "saving", "saved" or "not_saved". Called again when a page was read anew.
export function saveSoon(panel, lab, tell) {
  const known = pages.get(panel);
  if (known) known.anew(tell);
  else pages.set(panel, lookAfter(panel, lab, tell));
}

// Whether a page holds what the disk does not. JupyterLab also calls a page changed when Python has told its version.
export function hasUnsaved(panel) {
  return panel.context.model.dirty && (pages.get(panel)?.holdsMore() ?? true);
}

function lookAfter(panel, lab, tell) {
  const { context } = panel;
  const cellsNow = () => JSON.stringify(context.model.toJSON().cells);
  let timer = 0, clock = 0, typed = 0, sent = 0, started = 0, asking = false, told = "";
  // The cells as the disk has them, and as they were sent last. Boxes open in the same step, so nothing was typed before.
  let kept = cellsNow(), onTheWay = kept;
  const unheard = []; // what was sent since the last save that the page heard of
  const holdsMore = () => Boolean(started || unheard.length) || cellsNow() !== kept;

  // Two saves at once would take each other for a change by somebody else, and JupyterLab would ask whose to keep.
  const going = () => started && Date.now() - started < GIVEN_UP;
  const save = async () => {
    if (panel.isDisposed || going() || asking || !context.model.dirty || lab.contact?.lost()) return;
    asking = true;
    if (unheard.length) await takeAsOurs(context, unheard, lab).catch(() => {}); // no answer: the save will say so
    asking = false;
    context.save().catch(ended);
  };
  const soon = (pause = PAUSE) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  // Nothing is new, or what was typed was taken back: no save is needed, and none is promised.
  const settle = () => {
    if (panel.isDisposed || holdsMore()) return;
    context.model.dirty = false;
    if (told === "saving") tell(told = "saved");
  };
  const late = () => document.dispatchEvent(new CustomEvent("peer-course:unsaved"));
  const ended = how => {
    started = 0;
    clearTimeout(clock);
    if (how === "saved") {
      unheard.length = 0;
      kept = onTheWay;
    }
    lab.contact?.hold(unheard.length > 0);
    // What was typed while the page was on its way is not in the file, though JupyterLab calls the page saved.
    if (typed === sent) return typed && tell(told = how === "saved" ? "saved" : "not_saved");
    context.model.dirty = true;
    soon();
  };

  context.model.contentChanged.connect(() => {
    if (!holdsMore()) return queueMicrotask(settle);
    typed += 1;
    tell(told = "saving");
    soon();
  });
  context.saveState.connect((_, state) => {
    if (state.startsWith("completed")) return ended("saved");
    if (state === "failed") {
      hushDialogs(lab); // one line in place of a dialog in the middle of a word
      say(panel, lab.words.not_saved);
      tell(told = "not_saved");
      ended();
      soon(unheard.length > 1 ? AGAIN : PAUSE);
      return late();
    }
    sent = typed;
    onTheWay = cellsNow();
    unheard.push(textOf(context.model.toJSON()));
    started = Date.now();
    clock = setTimeout(late, LATE);
    lab.contact?.hold(true);
  });
  document.addEventListener("peer-course:back", save);
  const anew = newTell => {
    tell = newTell;
    if (!context.model.dirty) kept = cellsNow();
  };
  settle();
  return { anew, holdsMore };
}

// A save can reach the disk without the page hearing of it, when the line breaks at that moment. At the next one
// JupyterLab would take it for somebody else's change and ask whose to keep. Where the disk holds what this page has
// sent, the page is told so: a file that is given the name it has stays as it is, and its date is read anew.
async function takeAsOurs(context, unheard, lab) {
  const { contents } = lab.app.serviceManager, { path } = context;
  const disk = await contents.get(path, { content: true, type: "notebook" });
  const changed = disk.last_modified !== context.contentsModel.last_modified;
  if (changed && unheard.includes(textOf(disk.content))) await contents.rename(path, path);
}

function textOf(notebook) {
  return JSON.stringify(notebook.cells.map(cell => [cell.id, [cell.source].flat().join("")]));
}
