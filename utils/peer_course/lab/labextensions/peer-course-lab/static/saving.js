// Saves the page of a task while somebody writes in it, and says so when that does not work.
// Must not live here: what a file may hold (the server's save hook), or whether the server is there (`contact`).
import { hushDialogs, say } from "./notice.js";

// Milliseconds after the last key; until a save is called late; until one that was never heard of again is given up.
const PAUSE = 2000, LATE = 4000, GIVEN_UP = 60000;

// Words are on the disk two seconds after the last key; JupyterLab's own interval stays as the longest wait.
// `tell` hears how it stands with them: "saving", "saved" or "not_saved".
export function saveSoon(panel, lab, tell) {
  const { context } = panel;
  let timer = 0, clock = 0, typed = 0, sent = 0, started = 0;

  // Two saves at once would take each other for a change by somebody else, and JupyterLab would ask whose to keep.
  const going = () => started && Date.now() - started < GIVEN_UP;
  const save = () => {
    if (!panel.isDisposed && !going() && context.model.dirty && !lab.contact?.lost()) context.save().catch(ended);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  const late = () => document.dispatchEvent(new CustomEvent("peer-course:unsaved"));
  const ended = how => {
    started = 0;
    clearTimeout(clock);
    lab.contact?.hold(false);
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
      return late();
    }
    sent = typed;
    started = Date.now();
    clock = setTimeout(late, LATE);
    lab.contact?.hold(true);
  });
  document.addEventListener("peer-course:back", save);
}
