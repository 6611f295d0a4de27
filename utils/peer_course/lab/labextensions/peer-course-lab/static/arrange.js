// How a page presents itself in the calm view: course pages to read and use, task pages to write in.
// Only what is on the screen changes. Nothing is written into the notebook, and no cell is run from here.
import { say } from "./notice.js";

const CONTROL = "button, select, textarea, input, a[href], [tabindex='0']";

export async function arrange(panel, lab) {
  if (!lab.calm) return;
  await panel.context.ready;
  const cells = panel.content.widgets;
  const closed = panel.context.contentsModel?.writable === false;
  const task = cells.some(cell => isAnswer(cell));
  panel.node.classList.add("pc-page");
  if (closed) close(panel, lab);
  if (task) openAnswers(panel, lab);
  if (closed || task) {
    for (const cell of cells) if (!isAnswer(cell)) lock(cell);
    addSkipLink(panel, lab, task);
  }
  panel.node.dataset.peerCoursePage = closed ? "course" : task ? "task" : "own";
}

function isAnswer(cell) {
  const marks = cell.model.getMetadata("nbgrader");
  return cell.model.type === "markdown" && marks?.solution === true;
}

function lock(cell) {
  cell.syncEditable = false; // for this screen only; the file keeps what it says about the cell
  cell.readOnly = true;
}

// A course page cannot be saved, so it must never claim to have changes that would be lost.
function close(panel, lab) {
  const model = panel.content.model;
  const settle = () => { if (model.dirty) model.dirty = false; };
  panel.node.classList.add("pc-course");
  model.stateChanged.connect(settle);
  settle();
  panel.node.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      event.stopPropagation();
      say(panel, lab.words.closed);
    }
  }, true);
}

function openAnswers(panel, lab) {
  panel.node.classList.add("pc-task");
  const answers = panel.content.widgets.filter(isAnswer);
  answers.forEach((cell, place) => {
    const heading = headingBefore(panel.content.widgets, cell);
    const label = `${lab.words.answer}: ${heading || place + 1}`;
    cell.node.classList.add("pc-answer");
    cell.node.dataset.pcLabel = label;
    cell.renderedChanged.connect((_, rendered) => { if (rendered) cell.rendered = false; });
    cell.rendered = false;
    cell.ready.then(() => name(cell, `${label}. ${lab.words.answer_keys}`));
  });
  saveSoon(panel);
}

function name(cell, label) {
  const box = cell.node.querySelector(".cm-content");
  if (!box) return;
  // The editor writes its attributes anew when it is reconfigured; the label has to come back then.
  const put = () => { if (box.getAttribute("aria-label") !== label) box.setAttribute("aria-label", label); };
  put();
  new MutationObserver(put).observe(box, { attributes: true, attributeFilter: ["aria-label"] });
  box.dataset.pcAnswer = "";
}

function headingBefore(cells, cell) {
  for (let at = cells.indexOf(cell); at >= 0; at--) {
    const found = cells[at] === cell ? null : cells[at].model.sharedModel.getSource().match(/^#{1,6} +(.+)$/gm);
    if (found) return found.at(-1).replace(/^#+ +/, "").replace(/[*_`]/g, "").trim();
  }
  return "";
}

// Words are on the disk two seconds after the last key; JupyterLab's own interval stays as the longest wait.
function saveSoon(panel) {
  let timer = 0;
  panel.content.model.contentChanged.connect(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!panel.isDisposed && panel.context.model.dirty) panel.context.save().catch(() => {});
    }, 2000);
  });
}

function addSkipLink(panel, lab, task) {
  const first = panel.content.widgets[0];
  if (!first) return;
  const skip = document.createElement("button");
  skip.type = "button";
  skip.className = "pc-skip";
  skip.dataset.lmSuppressShortcuts = "true";
  skip.textContent = task ? lab.words.skip_to_answer : lab.words.skip;
  skip.addEventListener("click", event => {
    event.stopPropagation();
    const found = task
      ? panel.node.querySelector(".pc-answer .cm-content")
      : [...panel.node.querySelectorAll(".jp-OutputArea-output")].map(firstControl).find(Boolean);
    if (found) found.focus();
    else say(panel, lab.words.waking_again);
  });
  first.node.prepend(skip);
}

function firstControl(output) {
  return [...output.querySelectorAll(CONTROL)].find(control => !control.disabled && control.offsetParent);
}
