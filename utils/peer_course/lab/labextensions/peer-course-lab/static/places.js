// A link to a part of a page takes the focus along, so that the keyboard and a screen reader are there too; on the same
// page the browser's Back leads back to the link. JupyterLab only scrolls, and on a page that it opens for the link it
// does so before the exercises are there and push the part away. What must not live here: ways between pages (`ways`).
const TRIES = 20, PAUSE = 50; // a part far down may have to be drawn first
const PATIENCE = 300; // hundred milliseconds for a page to be awake

export function keepPlaces(lab) {
  if (!lab.calm) return;
  const links = []; // where somebody was when they followed one; its number stands in the browser's history
  document.addEventListener("click", event => {
    const link = event.target instanceof Element ? event.target.closest(".pc-page .jp-RenderedMarkdown a[href^='#']") : null;
    const panel = link && lab.tracker.find(one => one.node.contains(link));
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!panel) return onOtherPage(event, lab);
    history.replaceState({ ...history.state, pcLink: links.push(link) - 1 }, "");
    history.pushState({}, "", link.hash);
    arriveAt(panel, decodeURIComponent(link.hash.slice(1)));
  }, true);
  window.addEventListener("popstate", event => {
    const link = links[event.state?.pcLink];
    if (link?.offsetParent) link.focus();
  });
  if (location.hash) whenAwake(lab, location.pathname, location.hash);
}

function onOtherPage(event, lab) {
  const link = event.target instanceof Element ? event.target.closest(".pc-page .jp-RenderedMarkdown a[href*='.ipynb']") : null;
  if (link?.hash) whenAwake(lab, link.pathname, link.hash);
}

// Whoever has gone on by then, with a key or a finger, is left where they are.
function whenAwake(lab, pathname, hash) {
  let moved = false;
  const name = decodeURIComponent(pathname.split("/").pop()), events = ["keydown", "pointerdown", "wheel"];
  const note = () => { moved = true; };
  const look = tries => {
    const panel = lab.tracker.currentWidget;
    const awake = panel?.context.path.split("/").pop() === name
      && (panel.node.dataset.peerCourse === "awake" || panel.node.dataset.peerCourseCells === "0");
    if (moved || awake || !tries) {
      for (const kind of events) window.removeEventListener(kind, note, true);
      if (awake && !moved) arriveAt(panel, decodeURIComponent(hash.slice(1)));
    } else setTimeout(() => look(tries - 1), 100);
  };
  setTimeout(() => { // after the key or the finger that chose the link
    for (const kind of events) window.addEventListener(kind, note, true);
    look(PATIENCE);
  }, 200);
}

function arriveAt(panel, id, tries = TRIES) {
  const heading = panel.node.querySelector(`[data-jupyter-id="${CSS.escape(id)}"]`);
  if (heading && tries < TRIES) {
    heading.tabIndex = -1;
    heading.focus();
  }
  // JupyterLab moves about for a moment, and may take the focus to the cell around the link.
  if (tries && (tries > TRIES - 4 || !heading)) setTimeout(() => arriveAt(panel, id, tries - 1), PAUSE);
}
