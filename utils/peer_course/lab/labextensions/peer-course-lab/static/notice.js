// One calm line at the top of a page, read aloud by screen readers without taking the focus away.
export function say(panel, sentence) {
  if (!sentence) return;
  let line = panel.node.querySelector(":scope > .pc-notice");
  if (!line) {
    line = document.createElement("div");
    line.className = "pc-notice";
    line.setAttribute("role", "status");
    panel.node.append(line);
  }
  line.textContent = sentence;
  line.classList.add("pc-shown");
  clearTimeout(line.pcTimer);
  line.pcTimer = setTimeout(() => {
    line.textContent = "";
    line.classList.remove("pc-shown");
  }, 8000);
}

// JupyterLab stops everybody with "Kernel Restarting … Ok" when a kernel has ended and a new one is on its way.
// On a course page the line above says so instead. Only a dialog that came at that very moment is closed.
const opened = new WeakMap();

export function watchDialogs(lab) {
  lab.Dialog.tracker.widgetAdded.connect((_, dialog) => opened.set(dialog, performance.now()));
}

export function hushDialogs(lab) {
  const moment = performance.now();
  const close = () => lab.Dialog.tracker.forEach(dialog => {
    if (Math.abs((opened.get(dialog) ?? -1e9) - moment) < 500) dialog.reject();
  });
  // A dialog can be closed only once it is on the screen, a few moments after it was announced.
  for (const wait of [0, 20, 60, 150, 400, 800]) setTimeout(close, wait);
}
