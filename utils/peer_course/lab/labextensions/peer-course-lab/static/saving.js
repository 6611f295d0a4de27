// Saves the page of a task while somebody writes in it, and says so when that does not work.
// Must not live here: what a file may hold (the server's save hook), or whether the server is there (`contact`).
import { hushDialogs, say } from "./notice.js";

// Milliseconds after the last key; until a save is called late; until one that was never heard of again is given up;
// until one that failed twice is tried again.
const PAUSE = 2000, LATE = 4000, GIVEN_UP = 60000, AGAIN = 10000;

// Words are on the disk two seconds after the last key; JupyterLab's own interval stays as the longest wait.
// `tell` hears how it stands with them: "saving", "saved" or "not_saved".
export function saveSoon(panel, lab, tell) {
  const { context } = panel;
  let timer = 0, clock = 0, typed = 0, sent = 0, started = 0, asking = false;
  const unheard = []; // what was sent since the last save that the page heard of

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
  const late = () => document.dispatchEvent(new CustomEvent("peer-course:unsaved"));
  const ended = how => {
    started = 0;
    clearTimeout(clock);
    if (how === "saved") unheard.length = 0;
    lab.contact?.hold(unheard.length > 0);
    // What was typed while the page was on its way is not in the file, though JupyterLab calls the page saved.
    if (typed === sent) return typed && tell(how === "saved" ? "saved" : "not_saved");
    context.model.dirty = true;
    soon();
  };

  context.model.contentChanged.connect(() => {
    typed += 1;
    tell("saving");
    soon();
  });
  context.saveState.connect((_, state) => {
    if (state.startsWith("completed")) return ended("saved");
    if (state === "failed") {
      hushDialogs(lab); // one line in place of a dialog in the middle of a word
      say(panel, lab.words.not_saved);
      tell("not_saved");
      ended();
      soon(unheard.length > 1 ? AGAIN : PAUSE);
      return late();
    }
    sent = typed;
    unheard.push(textOf(context.model.toJSON()));
    started = Date.now();
    clock = setTimeout(late, LATE);
    lab.contact?.hold(true);
  });
  document.addEventListener("peer-course:back", save);
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
