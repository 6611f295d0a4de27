// Runs the cells of the course when a page opens, and again when its kernel was started anew.
// Only cells whose whole text is listed: never "run all", never a cell that a learner or a stranger wrote.
// Must not live here: the look of the page, or anything that moves the reader's place on it.
import { hushDialogs, say } from "./notice.js";

export function watch(panel, lab) {
  const texts = new Set(Array.isArray(lab.listed.cells) ? lab.listed.cells : []);
  const session = panel.sessionContext;
  let wakingAgain = false;

  const listedCells = () => panel.content.widgets.filter(
    cell => cell instanceof lab.CodeCell && texts.has(cell.model.sharedModel.getSource()),
  );

  const wake = async () => {
    const cells = listedCells();
    panel.node.dataset.peerCourseCells = cells.length;
    if (!cells.length) return;
    panel.node.dataset.peerCourse = "waking";
    // The tag tells the kernel to go on with the next cell when one could not run; it is sent, not stored.
    const careOn = { tags: ["raises-exception"], recordTiming: false };
    await Promise.allSettled(cells.map(cell => lab.CodeCell.execute(cell, session, careOn)));
    panel.node.dataset.peerCourse = "awake";
  };

  const again = async () => {
    wakingAgain = false;
    const place = placeOf(document.activeElement, panel);
    await wake();
    if (place) returnTo(place);
    say(panel, lab.words.awake_again);
  };

  session.statusChanged.connect((_, status) => {
    if (status === "autorestarting" || status === "restarting") {
      if (!listedCells().length) return;
      if (!wakingAgain) say(panel, lab.words.waking_again);
      if (status === "autorestarting") hushDialogs(lab);
      wakingAgain = true;
    } else if (status === "idle" && wakingAgain) {
      again();
    } else if (status === "dead" && listedCells().length) {
      say(panel, lab.words.asleep);
    }
  });
  session.kernelChanged.connect((_, change) => {
    // A different kernel, chosen by hand or after a server restart; the first one is handled below.
    if (change.oldValue && change.newValue) wakingAgain = true;
  });

  return Promise.all([panel.context.ready, session.ready]).then(wake);
}

const CONTROLS = "button, select, textarea, input, a[href], [tabindex]";

// Where the reader was: the controls of an exercise are made anew when its cell runs again.
function placeOf(control, panel) {
  const cell = panel.content.widgets.find(one => one.node.contains(control));
  const number = cell && control !== cell.node ? [...cell.node.querySelectorAll(CONTROLS)].indexOf(control) : -1;
  return number < 0 ? null : { cell, number };
}

// Back to the same place as soon as it is there again, unless the reader has gone elsewhere in the meantime.
function returnTo({ cell, number }, tries = 20) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const control = cell.node.querySelectorAll(CONTROLS)[number];
  if (control) control.focus({ preventScroll: true });
  else if (tries) setTimeout(() => returnTo({ cell, number }, tries - 1), 100);
}
