// The start page is closed once somebody has gone on from it, so that their server holds one kernel and not two.
// Coming back opens it anew, at the same place, with its way back to where one was last. Calm view of JupyterLab only:
// in Notebook each page has a window of its own.
// Must not live here: where links lead (`ways`), or what was not saved yet (the exercises keep that).
const START = /(^|\/)notebooks\/00-start-here\.ipynb$/;
const CALM = 10000; // milliseconds for the last words to be kept, and for whoever went on by mistake to come back

export function leaveStartPage(lab) {
  if (!lab.calm) return;
  let timer = 0, place = 0;
  const left = () => lab.tracker.find(panel => START.test(panel.context.path) && panel !== lab.app.shell.currentWidget);
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, CALM);
  };
  const look = async () => {
    const panel = left();
    if (!panel) return;
    const busy = globalThis.__peerCourseUnsaved?.size || lab.contact?.lost() || !panel.sessionContext.isReady;
    if (busy || panel.context.contentsModel?.writable !== false) return soon();
    const others = await openElsewhere(panel, lab);
    if (left() === panel) close(panel, !others);
  };
  lab.tracker.currentChanged.connect(soon);
  const follow = panel => {
    if (!START.test(panel.context.path)) return;
    if (place) backTo(panel, place);
    // A page that is hidden has lost its place already.
    panel.node.addEventListener("scroll", () => { if (panel.isVisible) place = scroller(panel).scrollTop; }, true);
  };
  lab.tracker.widgetAdded.connect((_, panel) => follow(panel));
  lab.tracker.forEach(follow);
}

const scroller = panel => panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;

// When its exercises are there, for they make the page as long as it was; unless somebody has moved on it by then.
function backTo(panel, place, tries = 100) {
  if (panel.isDisposed || !tries) return;
  if (panel.node.dataset.peerCourse !== "awake") return void setTimeout(() => backTo(panel, place, tries - 1), 100);
  requestAnimationFrame(() => { if (scroller(panel).scrollTop < 100) scroller(panel).scrollTop = place; });
}

// Another window of the same person may show the start page too, with the same kernel.
async function openElsewhere(panel, lab) {
  const { kernels } = lab.app.serviceManager, mine = panel.sessionContext.session?.kernel?.id;
  await kernels.refreshRunning();
  return [...kernels.running()].some(kernel => kernel.id === mine && kernel.connections > 1);
}

function close(panel, withKernel) {
  const context = panel.sessionContext;
  context.kernelPreference = { ...context.kernelPreference, shutdownOnDispose: withKernel };
  panel.close();
}
