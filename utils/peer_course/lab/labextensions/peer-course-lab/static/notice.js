// Calm lines at the foot of a page, read aloud by screen readers without taking the focus away.
export function say(panel, sentence) {
  if (!sentence) return;
  const line = lineOf(panel, "pc-passing");
  show(line, sentence);
  line.pcTimer = setTimeout(() => hide(line), 8000);
}

// A line that stays until it is cleared, with a button of its own if one is given; what is said stands above it.
export function keep(panel, sentence, button) {
  const line = lineOf(panel, "pc-staying");
  show(line, sentence);
  if (button) line.append(" ", button);
}

export function clear(panel) {
  const line = panel.node.querySelector(":scope > .pc-notices > .pc-staying");
  if (line) hide(line);
}

function lineOf(panel, kind) {
  const lines = panel.node.querySelector(":scope > .pc-notices") ?? made("pc-notices");
  if (!lines.parentNode) panel.node.append(lines);
  let line = lines.querySelector(`.${kind}`);
  if (!line) {
    line = made(`pc-notice ${kind}`);
    line.setAttribute("role", "status");
    if (kind === "pc-passing") lines.prepend(line);
    else lines.append(line);
  }
  return line;
}

function made(name) {
  const node = document.createElement("div");
  node.className = name;
  return node;
}

function show(line, sentence) {
  line.textContent = sentence;
  line.classList.add("pc-shown");
  clearTimeout(line.pcTimer);
}

function hide(line) {
  line.textContent = "";
  line.classList.remove("pc-shown");
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
