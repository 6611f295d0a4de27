// Saves the page of a task while somebody writes in it, and says so when that does not work.
// Must not live here: what a file may hold (the server's save hook), or whether the server is there (`contact`).
import { hushDialogs, say } from "./notice.js";

const PAUSE = 2000, LATE = 4000; // milliseconds after the last key; and until a save is called late

// Words are on the disk two seconds after the last key; JupyterLab's own interval stays as the longest wait.
export function saveSoon(panel, lab) {
  const { context } = panel;
  let timer = 0, clock = 0, typed = 0, sent = 0, going = false;

  const save = async () => {
    if (panel.isDisposed || going || !context.model.dirty || lab.contact?.lost()) return;
    going = true; // two at once would take each other for a change by somebody else
    await context.save().catch(() => {});
    going = false;
    if (typed !== sent) soon();
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  const late = () => document.dispatchEvent(new CustomEvent("peer-course:unsaved"));

  context.model.contentChanged.connect(() => {
    typed += 1;
    soon();
  });
  context.saveState.connect((_, state) => {
    clearTimeout(clock);
    if (state === "started") {
      sent = typed;
      clock = setTimeout(late, LATE);
    }
    // What was typed while the page was on its way is not in the file, though JupyterLab calls the page saved.
    if (state === "completed" && typed !== sent) context.model.dirty = true;
    if (state !== "failed") return;
    hushDialogs(lab); // one line in place of a dialog in the middle of a word
    say(panel, lab.words.not_saved);
    late();
  });
  document.addEventListener("peer-course:back", save);
}
