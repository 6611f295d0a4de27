// The window is called what the page is called: JupyterLab names it by its file, cut in the middle, which says little
// in a row of tabs and nothing by ear.
import { titleOf } from "./arrange.js";

export function nameWindow(lab) {
  const element = document.querySelector("title");
  if (!lab.calm || !element) return;
  const put = () => {
    const panel = lab.tracker.currentWidget;
    const title = panel?.node.matches(".pc-page") && panel === lab.app.shell.currentWidget ? titleOf(panel) : "";
    const whole = title && `${title} · ${lab.words.course}`;
    if (whole && document.title !== whole) document.title = whole;
  };
  new MutationObserver(put).observe(element, { childList: true, characterData: true, subtree: true });
  document.addEventListener("peer-course:arranged", put);
  lab.tracker.currentChanged.connect(put);
}
