// What our exercises may ask of the page: open a document, save everything, read a changed task again.
// Events on `document`: `peer-course:open` {path}; `peer-course:save` {id}, answered by `peer-course:saved` {id, ok};
// `peer-course:reread` {name}, after a task was changed on the disk for the person who has it open. Exercises tell each
// other with `peer-course:kept` that an answer is on the disk; nothing here listens to that.
import { arrange } from "./arrange.js";
import { hasUnsaved } from "./saving.js";
import { go } from "./ways.js";

const CHANNEL = "peer-course";
const PATIENCE = 8000;

export function listen(lab) {
  document.addEventListener("peer-course:open", event => open(lab, event.detail?.path));
  const others = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  others?.addEventListener("message", event => answer(lab, others, event.data || {}));
  document.addEventListener("peer-course:save", async event => {
    const id = event.detail?.id ?? null;
    const [here, elsewhere] = await Promise.all([saveAll(lab), askOthers(others)]);
    document.dispatchEvent(new CustomEvent("peer-course:saved", { detail: { id, ok: here && elsewhere } }));
  });
  document.addEventListener("peer-course:reread", event => {
    reread(lab, event.detail?.name);
    others?.postMessage({ ask: "reread", name: event.detail?.name });
  });
}

// `./` and `../` start from the open document, anything else from the folder that the server shows.
function open(lab, path) {
  if (typeof path !== "string" || !path || !lab.documents) return;
  const here = /^\.\.?\//.test(path) ? lab.tracker.currentWidget?.context.path || "" : "";
  const place = new URL(encodeURI(path), `http://x/${encodeURI(here)}`);
  go(lab, decodeURI(place.pathname).slice(1));
}

async function saveAll(lab) {
  const pages = [];
  lab.tracker.forEach(panel => pages.push(panel.context));
  const done = await Promise.allSettled(
    pages.filter(page => page.model.dirty && page.contentsModel?.writable !== false).map(page => page.save()),
  );
  return done.every(one => one.status === "fulfilled");
}

// Without this the open page would ask about a changed file at its next save. Unsaved words are left alone.
function reread(lab, name) {
  lab.tracker.forEach(async panel => {
    const { context } = panel;
    if (context.path.split("/").pop() !== name || hasUnsaved(panel) || context.contentsModel?.writable === false) return;
    await context.revert();
    await arrange(panel, lab);
  });
}

async function answer(lab, others, message) {
  if (message.ask === "reread") reread(lab, message.name);
  if (message.ask !== "save") return;
  const me = crypto.randomUUID?.() || String(Math.random());
  others.postMessage({ saving: message.id, by: me });
  others.postMessage({ saved: message.id, by: me, ok: await saveAll(lab) });
}

// Other windows say at once that they heard; those that did are waited for.
function askOthers(others) {
  if (!others) return Promise.resolve(true);
  const id = crypto.randomUUID?.() || String(Math.random());
  const waiting = new Set();
  let ok = true;
  return new Promise(resolve => {
    let heard = false;
    const finish = () => {
      others.removeEventListener("message", hear);
      resolve(ok && !waiting.size);
    };
    const hear = ({ data }) => {
      if (data?.saving === id) waiting.add(data.by);
      if (data?.saved !== id) return;
      waiting.delete(data.by);
      ok = ok && data.ok;
      if (heard && !waiting.size) finish();
    };
    others.addEventListener("message", hear);
    others.postMessage({ ask: "save", id });
    setTimeout(() => { heard = true; if (!waiting.size) finish(); }, 300);
    setTimeout(finish, PATIENCE);
  });
}
