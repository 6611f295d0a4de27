// Joins the parts of the extension together, each behind its own guard: when one cannot work, the others do.
import { arrange } from "./arrange.js";
import { listen } from "./listen.js";
import { watch } from "./wake.js";

const guarded = (what, panel, lab) => {
  try {
    return Promise.resolve(what(panel, lab)).catch(problem => console.warn("[peer-course-lab]", problem));
  } catch (problem) {
    return console.warn("[peer-course-lab]", problem);
  }
};

export function start(lab) {
  const seen = new WeakSet();
  const welcome = panel => {
    if (seen.has(panel)) return;
    seen.add(panel);
    guarded(watch, panel, lab);
    guarded(arrange, panel, lab);
  };
  lab.tracker.widgetAdded.connect((_, panel) => welcome(panel));
  lab.tracker.forEach(welcome);
  listen(lab);
}
