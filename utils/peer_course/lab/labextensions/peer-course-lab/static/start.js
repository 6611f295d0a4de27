// Joins the parts of the extension together, each behind its own guard: when one cannot work, the others do.
import { arrange } from "./arrange.js";
import { keepContact } from "./contact.js";
import { keepKeys } from "./keys.js";
import { leaveStartPage } from "./leave.js";
import { listen } from "./listen.js";
import { openFormgraderInTab } from "./marking.js";
import { watchDialogs } from "./notice.js";
import { keepPlaces } from "./places.js";
import { nameWindow } from "./title.js";
import { watch } from "./wake.js";
import { keepWays } from "./ways.js";

const guarded = (what, ...given) => {
  try {
    return Promise.resolve(what(...given)).catch(problem => console.warn("[peer-course-lab]", problem));
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
  guarded(keepContact, lab);
  guarded(listen, lab);
  guarded(keepKeys, lab);
  guarded(watchDialogs, lab);
  guarded(keepWays, lab);
  guarded(keepPlaces, lab);
  guarded(nameWindow, lab);
  guarded(leaveStartPage, lab);
  guarded(clearSides, lab);
  guarded(openFormgraderInTab, lab);
}

// The two side bars of JupyterLab are shown and hidden by its own shell, so that their space is given back.
async function clearSides(lab) {
  const shell = lab.app.shell;
  if (!lab.calm || !shell.toggleSideTabBarVisibility) return;
  await lab.app.restored;
  for (const side of ["left", "right"]) {
    if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
  }
}
