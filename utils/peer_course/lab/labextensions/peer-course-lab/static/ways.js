// The ways between pages: a link opens the next page in the same window, and the browser's Back goes back.
// JupyterLab opens links inside itself and forgets about Back; Notebook opens one window for each. Calm view only.
export function keepWays(lab) {
  if (!lab.calm || !lab.documents) return;
  if (inNotebook(lab)) document.addEventListener("click", event => sameWindow(event, lab), true);
  else {
    oneStepEach();
    window.addEventListener("popstate", () => goBack(lab));
  }
}

// JupyterLab notes each change of page as a new step, also the one that Back has just made. A step to where somebody
// is already is none: without this every second Back does nothing, and Forward is forgotten.
function oneStepEach() {
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const to = new URL(url ?? location.href, location.href);
    const there = to.pathname === location.pathname && to.search === location.search && !to.hash;
    if (there) history.replaceState({ ...history.state, ...state }, unused, url);
    else push(state, unused, url);
  };
}

// Open a document, given as a path below the folder that the server shows.
export function go(lab, path) {
  if (inNotebook(lab)) location.assign(`${base()}notebooks/${encodeURI(path)}`);
  else lab.documents?.openOrReveal(path);
}

function inNotebook(lab) {
  return lab.app.name === "Jupyter Notebook";
}

function base() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl || "/";
  } catch {
    return "/";
  }
}

function goBack(lab) {
  const found = location.pathname.match(/\/tree\/(.+\.ipynb)$/);
  if (!found) return;
  const path = decodeURIComponent(found[1]);
  if (lab.tracker.currentWidget?.context.path !== path) lab.documents.openOrReveal(path);
}

// A link to a notebook in the text of a page: JupyterLab has turned it into the address of the file.
function sameWindow(event, lab) {
  const link = event.target instanceof Element ? event.target.closest(".jp-RenderedMarkdown a[href]") : null;
  const start = `${base()}files/`;
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const to = new URL(link.href, location.href);
  if (to.origin !== location.origin || !to.pathname.startsWith(start) || !to.pathname.endsWith(".ipynb")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  location.assign(`${base()}notebooks/${to.pathname.slice(start.length)}${to.hash}`);
}
