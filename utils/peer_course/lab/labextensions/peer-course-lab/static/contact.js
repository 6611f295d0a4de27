// Whether the person's server can be reached, and what a page says and does until it can be again.
// JupyterLab stops people with a dialog in the middle of a word; here one line says it, and typing goes on. As soon
// as the server answers, every page goes on by itself, with a new kernel if the old one is gone.
// Must not live here: running cells (`wake`), or keeping what was typed (the exercises do that themselves).
import { clear, keep, say } from "./notice.js";
import { wakeAgain } from "./wake.js";

// Milliseconds; a new kernel may take its time, but an answer that was lost on the way must not be waited for forever.
const SOON = 1500, FIRST_PAUSE = 3000, LONGEST_PAUSE = 10000, PATIENCE = 5000, KERNEL_PATIENCE = 30000;
const DEAF_AFTER = 3; // messages in a row that a kernel which can be reached has left without an answer

export function keepContact(lab) {
  // `wanted`: somebody goes on here, so that a kernel that is gone is worth a new one.
  const contact = {
    lab, state: "", held: false, wanted: false, deaf: false, pause: FIRST_PAUSE, timer: 0, looking: null,
    busy: new WeakSet(),
  };
  contact.look = () => (contact.looking ??= ask(contact).finally(() => { contact.looking = null; }));
  contact.want = () => {
    contact.wanted = true;
    contact.look();
  };
  lab.contact = {
    lost: () => contact.state !== "",
    // While a page is on its way to the disk JupyterLab's own saving waits as well.
    hold: on => {
      contact.held = on;
      tellJupyterLab(contact);
    },
  };
  lab.tracker.widgetAdded.connect((_, panel) => follow(contact, panel));
  lab.tracker.forEach(panel => follow(contact, panel));
  lab.app.serviceManager.connectionFailure.connect(() => contact.look());
  document.addEventListener("peer-course:unsaved", ({ detail }) => {
    contact.deaf ||= detail?.unanswered % DEAF_AFTER === 0;
    contact.want();
  });
  for (const event of ["online", "offline"]) window.addEventListener(event, () => setTimeout(contact.look, SOON));
  const here = () => { if (contact.state || contact.wanted) contact.look(); };
  document.addEventListener("visibilitychange", here);
  window.addEventListener("focus", here);
}

function follow(contact, panel) {
  const session = panel.sessionContext;
  session.connectionStatusChanged.connect((_, status) => {
    if (status !== "connected") setTimeout(contact.look, SOON);
  });
  // A kernel that was ended, after a long pause say, comes back when the person goes on here.
  const act = () => {
    const cut = !hasKernel(session) || session.session.kernel.connectionStatus === "disconnected";
    if (cut && !contact.state && hasExercises(panel) && session.isReady) contact.want();
  };
  for (const event of ["keydown", "pointerdown"]) panel.node.addEventListener(event, act, true);
}

// As `wake` has counted them; a page without any is none of ours, or has nothing to wake.
function hasExercises(panel) {
  return Number(panel.node.dataset.peerCourseCells) > 0;
}

function hasKernel(session) {
  const kernel = session.session?.kernel;
  return Boolean(kernel) && !kernel.isDisposed && kernel.status !== "dead";
}

// Ask the server which pages have a kernel; the answer also says whether it can be reached at all.
async function ask(contact) {
  const { lab } = contact, settings = lab.app.serviceManager.serverSettings;
  clearTimeout(contact.timer);
  let sessions = null, gone = false;
  try {
    const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]+)/);
    const answer = await fetch(`${settings.baseUrl}api/sessions`, {
      headers: {
        ...(xsrf ? { "X-XSRFToken": xsrf[1] } : {}), // a hub wants it for reading as well
        ...(settings.token ? { Authorization: `token ${settings.token}` } : {}),
      },
      cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) sessions = await answer.json();
    // For a server that it has stopped a hub answers itself, from elsewhere; a server that it has started anew does
    // not know this window yet.
    gone = Boolean(lab.hub) && (answer.type === "opaqueredirect" || [403, 424].includes(answer.status));
  } catch { /* nobody answered */ }
  if (Array.isArray(sessions)) return found(contact, sessions);
  // Said at the second look: a hub that is just starting takes a moment to find its servers.
  lose(contact, gone && contact.state ? "stopped" : "away");
  contact.timer = setTimeout(contact.look, contact.pause);
  contact.pause = Math.min(contact.pause * 1.5, LONGEST_PAUSE);
}

// JupyterLab waits with its own saving and asking while it takes itself to be cut off.
function tellJupyterLab({ lab, state, held }) {
  if (lab.calm && lab.app.info) lab.app.info.isConnected = !state && !held;
}

function lose(contact, state) {
  const { lab } = contact;
  if (contact.state === state) return;
  contact.state = state;
  if (!lab.calm) return;
  tellJupyterLab(contact);
  const button = state === "stopped" ? () => openPlace(lab) : null;
  lab.tracker.forEach(panel => keep(panel, lab.words[state], button && link(lab.words.open_place, button)));
}

function found(contact, sessions) {
  const { lab } = contact, before = contact.state;
  contact.state = "";
  contact.pause = FIRST_PAUSE;
  contact.wanted ||= Boolean(before);
  if (before && lab.calm) {
    tellJupyterLab(contact);
    lab.tracker.forEach(panel => { clear(panel); say(panel, lab.words.back); });
  }
  if (before) document.dispatchEvent(new CustomEvent("peer-course:back"));
  if (document.hidden) return; // JupyterLab asks its server nothing for a page that nobody sees
  const { wanted, busy } = contact, deaf = contact.deaf && !before;
  contact.wanted = contact.deaf = false;
  lab.tracker.forEach(panel => {
    if (busy.has(panel) || !hasExercises(panel) || !panel.sessionContext.isReady) return;
    busy.add(panel);
    Promise.race([goOn(panel, sessions, wanted, deaf), tooLong()])
      .catch(problem => console.warn("[peer-course-lab]", problem))
      .finally(() => busy.delete(panel));
  });
}

const tooLong = () => new Promise((_, give_up) => {
  setTimeout(() => give_up(new Error("No answer about a kernel; it is asked for again when it is next wanted.")), KERNEL_PATIENCE);
});

// The kernel of a page is reached again, or one is started in its place; `wake` then runs the page's own cells. Where
// it is there, has nothing to do and knows nothing of the exercises, they are run as well.
async function goOn(panel, sessions, wanted, deaf) {
  const context = panel.sessionContext, kernel = context.session?.kernel;
  if (!wanted) return;
  if (hasKernel(context) && sessions.some(one => one.kernel?.id === kernel.id)) {
    if (kernel.connectionStatus !== "connected") await kernel.reconnect();
    else if (deaf && kernel.status !== "busy") wakeAgain(panel);
    return;
  }
  if (context.session && !sessions.some(one => one.id === context.session.id)) context.session.dispose();
  const other = sessions.find(one => one.path === context.path && one.kernel);
  await context.changeKernel(other ? { id: other.kernel.id } : { name: context.prevKernelName || "python3" });
}

// On a hub somebody signs in and starts their server on the hub's own pages, in a window beside this one.
function openPlace(lab) {
  window.open(`${lab.hub}spawn?next=${encodeURIComponent(lab.base)}`, "_blank", "noopener");
}

function link(text, onclick) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.lmSuppressShortcuts = "true";
  button.textContent = text;
  button.addEventListener("click", event => { event.stopPropagation(); onclick(); });
  button.addEventListener("keydown", event => event.stopPropagation());
  return button;
}
