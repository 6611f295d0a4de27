// How a page presents itself in the calm view: course pages to read and use, task pages to write in.
// Only what is on the screen changes. Nothing is written into the notebook, and no cell is run from here.
import { offerCopy } from "./copy.js";
import { say } from "./notice.js";
import { givePlaceholderWay } from "./placeholder.js";
import { saveSoon } from "./saving.js";

const CONTROL = "button, select, textarea, input, a[href], [tabindex='0']";

export async function arrange(panel, lab) {
  if (!lab.calm) return;
  await panel.context.ready;
  const cells = panel.content.widgets;
  const closed = panel.context.contentsModel?.writable === false;
  const task = cells.some(cell => isAnswer(cell));
  panel.node.classList.add("pc-page");
  if (closed) close(panel);
  if (task) openAnswers(panel, lab);
  if (closed || task) {
    for (const cell of cells) if (!isAnswer(cell)) lock(cell);
    addSkipLink(panel, lab, task);
  }
  if (closed) offerCopy(panel, lab);
  await panel.revealed;
  takeFocus(panel, lab);
  panel.node.dataset.peerCoursePage = closed ? "course" : task ? "task" : "own";
  document.dispatchEvent(new CustomEvent("peer-course:arranged"));
}

// Now and then JupyterLab hands the focus to a page whose cells are not drawn yet, and it is lost: the keyboard would
// start at the edge of the window instead of at the text. Whoever is somewhere already is left there.
function takeFocus(panel, lab) {
  requestAnimationFrame(() => {
    if (lab.app.shell.currentWidget === panel && document.activeElement === document.body) panel.content.activate();
  });
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
function close(panel) {
  const model = panel.content.model;
  const settle = () => { if (model.dirty) model.dirty = false; };
  panel.node.classList.add("pc-course");
  panel.toolbar.hide(); // saving is what it is for
  model.stateChanged.connect(settle);
  settle();
}

function openAnswers(panel, lab) {
  panel.node.classList.add("pc-task");
  const answers = panel.content.widgets.filter(isAnswer);
  answers.forEach((cell, place) => {
    const heading = headingBefore(panel.content.widgets, answers.length > 1 ? cell : null);
    const label = `${lab.words.answer}: ${heading || place + 1}`;
    cell.node.classList.add("pc-answer");
    cell.node.dataset.pcLabel = label;
    cell.renderedChanged.connect((_, rendered) => { if (rendered) cell.rendered = false; });
    cell.rendered = false;
    givePlaceholderWay(cell, lab.words.placeholder);
    cell.ready.then(() => name(cell, `${label}${/[.?!]$/.test(label) ? "" : "."} ${lab.words.answer_keys}`));
  });
  saveSoon(panel, lab, tellBelow(answers, panel, lab));
}

// Below each box stands whether its words are on the disk. A screen reader hears the first "Saved." and any trouble:
// at every pause would be too much.
function tellBelow(answers, panel, lab) {
  const lines = answers.map(cell => {
    const line = cell.node.querySelector(".pc-kept") ?? document.createElement("p");
    line.className = "pc-kept";
    cell.node.append(line);
    return line;
  });
  let heard = false;
  return how => {
    for (const line of lines) line.textContent = lab.words[how];
    if (how !== "saved" || heard) return;
    heard = true;
    say(panel, lab.words.saved);
  };
}

function name(cell, label) {
  const box = cell.node.querySelector(".cm-content");
  if (!box) return;
  // The editor writes its attributes anew when it is reconfigured; ours have to come back then.
  const ours = { "aria-label": label, tabindex: "0", "data-lm-suppress-shortcuts": "true", "data-pc-answer": "" };
  const put = () => {
    for (const [key, value] of Object.entries(ours)) {
      if (box.getAttribute(key) !== value) box.setAttribute(key, value);
    }
  };
  put();
  new MutationObserver(put).observe(box, { attributes: true, attributeFilter: Object.keys(ours) });
}

// The title of a page: its first heading.
export function titleOf(panel) {
  return headingBefore(panel.content.widgets, null);
}

// The nearest heading above an answer; without one, the title of the page.
function headingBefore(cells, answer) {
  const before = answer ? cells.slice(0, cells.indexOf(answer)).reverse() : cells;
  for (const cell of before) {
    const found = cell.model.sharedModel.getSource().match(/^#{1,6} +(.+)$/gm);
    if (found) return found.at(answer ? -1 : 0).replace(/^#+ +/, "").replace(/[*_`]/g, "").trim();
  }
  return "";
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
