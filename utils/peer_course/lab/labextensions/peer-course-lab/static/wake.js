// Runs the cells of the course when a page opens, and again when its kernel was started anew.
// Only cells whose whole text is listed: never "run all", never a cell that a learner or a stranger wrote.
// Must not live here: the look of the page, or anything that moves the reader's place on it.
import { say } from "./notice.js";

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
    await wake();
    say(panel, lab.words.awake_again);
  };

  session.statusChanged.connect((_, status) => {
    if (status === "autorestarting" || status === "restarting") {
      if (!wakingAgain && listedCells().length) {
        say(panel, lab.words.waking_again);
        if (status === "autorestarting") quietDialogs(lab);
      }
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

// JupyterLab opens "Kernel Restarting … Ok" for this; the notice on the page says the same without a stop.
function quietDialogs(lab) {
  const tracker = lab.Dialog.tracker;
  const close = (_, dialog) => dialog.reject();
  tracker.widgetAdded.connect(close);
  setTimeout(() => tracker.widgetAdded.disconnect(close), 1000);
}
