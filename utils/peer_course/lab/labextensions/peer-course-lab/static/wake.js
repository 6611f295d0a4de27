// Runs the cells of the course when a page opens, and again when its kernel was started anew.
// Only cells whose whole text is listed: never "run all", never a cell that a learner or a stranger wrote.
// Must not live here: the look of the page, or anything that moves the reader's place on it.
import { hushDialogs, say } from "./notice.js";

const PAUSE = 1500; // milliseconds: nobody who writes loses a letter to an exercise that is made anew under their hands
const LONGEST = 60000; // milliseconds until the next cell is run, though nothing was heard of the one before

const sleepers = new WeakMap(); // of each page that has been awake: what wakes it again

// For a page whose exercises get no answer though its kernel can be reached.
export function wakeAgain(panel) {
  sleepers.get(panel)?.();
}

export function watch(panel, lab) {
  const texts = new Set(Array.isArray(lab.listed.cells) ? lab.listed.cells : []);
  const session = panel.sessionContext;
  let wakingAgain = false, woken = false, typed = -PAUSE, turn = Promise.resolve();

  const listedCells = () => panel.content.widgets.filter(
    cell => cell instanceof lab.CodeCell && texts.has(cell.model.sharedModel.getSource()),
  );

  // The tag tells the kernel to go on with the next cell when one could not run; it is sent, not stored.
  const run = cell => lab.CodeCell.execute(cell, session, { tags: ["raises-exception"], recordTiming: false });

  const wake = async all => {
    const cells = listedCells();
    panel.node.dataset.peerCourseCells = cells.length;
    if (!cells.length) return;
    panel.node.dataset.peerCourse = "waking";
    await all(cells);
    panel.node.dataset.peerCourse = "awake";
    woken = true;
  };

  // One after another, and the exercise in use last, when the kernel is warm: it is away for a moment only.
  const inTurn = async cells => {
    const inUse = cell => cell.node.contains(document.activeElement);
    for (const cell of [...cells].sort((one, other) => inUse(one) - inUse(other))) {
      while (inUse(cell) && performance.now() - typed < PAUSE) await new Promise(done => setTimeout(done, 100));
      const place = placeOf(document.activeElement, panel);
      await Promise.race([run(cell).catch(() => {}), new Promise(done => setTimeout(done, LONGEST))]);
      if (place) returnTo(place);
    }
  };

  const again = async () => {
    await wake(inTurn);
    say(panel, lab.words.awake_again);
  };

  sleepers.set(panel, () => {
    if (woken && panel.node.dataset.peerCourse === "awake") turn = turn.then(again);
  });
  panel.node.addEventListener("keydown", () => { typed = performance.now(); }, true);
  session.statusChanged.connect((_, status) => {
    if (status === "autorestarting" || status === "restarting") {
      if (!listedCells().length) return;
      if (!wakingAgain) say(panel, lab.words.waking_again);
      if (status === "autorestarting") hushDialogs(lab);
      wakingAgain = true;
    } else if (status === "idle" && wakingAgain) {
      wakingAgain = false;
      turn = turn.then(again);
    } else if (status === "dead" && listedCells().length && !lab.contact?.lost()) {
      say(panel, lab.words.asleep);
    }
  });
  session.kernelChanged.connect((_, change) => {
    // A different kernel, chosen by hand or after a server restart; the first one is handled below.
    if (woken && change.newValue) wakingAgain = true;
  });

  return Promise.all([panel.context.ready, session.ready])
    .then(() => wake(cells => Promise.allSettled(cells.map(run))));
}

const CONTROLS = "button, select, textarea, input, a[href], [tabindex]";

// Where the reader was: the controls of an exercise are made anew when its cell runs again.
function placeOf(control, panel) {
  const cell = panel.content.widgets.find(one => one.node.contains(control));
  const number = cell && control !== cell.node ? [...cell.node.querySelectorAll(CONTROLS)].indexOf(control) : -1;
  return number < 0 ? null : { cell, number, caret: control.selectionStart ?? null };
}

// Back to the same place as soon as it is there again, unless the reader has gone elsewhere in the meantime.
function returnTo({ cell, number, caret }, tries = 40) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const control = cell.node.querySelectorAll(CONTROLS)[number];
  if (!control) return void (tries && setTimeout(() => returnTo({ cell, number, caret }, tries - 1), 50));
  control.focus({ preventScroll: true });
  if (caret !== null && control.tagName === "TEXTAREA") control.setSelectionRange(caret, caret);
}
