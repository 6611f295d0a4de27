// What JupyterLab loads first: a module-federation container, written by hand so that no bundler is needed.
// Nothing here may throw: an extension that fails while loading leaves the whole page blank. Every way out
// of `get` is therefore a plugin that JupyterLab can start, if need be one that does nothing.
(() => {
  const NAME = "peer-course-lab";
  const here = new URL(".", document.currentScript.src);
  const wanted = [
    "@jupyterlab/notebook", "@jupyterlab/cells", "@jupyterlab/apputils", "@jupyterlab/docmanager",
    "@jupyterlab/application",
  ];
  let shared = {};

  const complain = problem => console.warn(`[${NAME}] The page works without its helper:`, problem);

  const settings = () => {
    try {
      return JSON.parse(document.getElementById("jupyter-config-data").textContent) || {};
    } catch {
      return {};
    }
  };

  const json = name => fetch(new URL(name, here)).then(answer => answer.json()).catch(problem => {
    complain(problem);
    return {};
  });

  const lab = async name => {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  };

  // A course page starts its kernel anyway, but only after all of JupyterLab is there. Asked for now, through
  // Jupyter's own address for sessions, it is ready by then; JupyterLab finds it by the name of the page. No
  // cell is run by this.
  const startKernelEarly = config => {
    const found = location.pathname.match(/\/(?:doc\/tree|notebooks)\/((?:[^?]+\/)?notebooks\/[^/?]+\.ipynb)$/);
    if (!found) return;
    const path = decodeURIComponent(found[1]);
    const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]+)/);
    fetch(`${config.baseUrl || "/"}api/sessions`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(xsrf ? { "X-XSRFToken": xsrf[1] } : {}),
        ...(config.token ? { Authorization: `token ${config.token}` } : {}),
      },
      body: JSON.stringify({ path, name: path.split("/").pop(), type: "notebook", kernel: { name: "python3" } }),
    }).catch(complain);
  };

  // These start while the rest of JupyterLab is still loading, so that nobody waits for them later.
  const config = settings();
  const calm = config.peerCourseProfile === "learn";
  const base = config.baseUrl || "/";
  const hub = config.hubPrefix ? `${config.hubHost || ""}${config.hubPrefix}` : "";
  const formgraderTab = config.peerCourseFormgrader === "tab";
  const listed = json("manifest.json");
  const words = json("words.json");
  const start = import(new URL("start.js", here).href).catch(complain);
  if (calm) {
    startKernelEarly(config);
    document.documentElement.classList.add("pc-calm");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("calm.css", here).href;
    document.head.append(style);
  }

  const asleep = { id: `${NAME}:page`, autoStart: true, activate: () => {} };

  const plugin = async () => {
    const [notebook, cells, apputils, docmanager, application] = await Promise.all(wanted.map(lab));
    const page = {
      ...asleep,
      requires: [notebook.INotebookTracker],
      optional: [docmanager.IDocumentManager],
      activate: (app, tracker, documents) => {
        start
          .then(async module => module.start({
            app, tracker, documents, calm, base, hub, formgraderTab, listed: await listed, words: await words,
            CodeCell: cells.CodeCell, MarkdownCell: cells.MarkdownCell, Dialog: apputils.Dialog,
          }))
          .catch(complain);
      },
    };
    // JupyterLab asks this place what to do when its server cannot be reached. In the calm view `contact.js` has seen
    // it by itself and says so in a line; without it JupyterLab's own dialog stays.
    const lost = {
      id: `${NAME}:connection-lost`, autoStart: true, provides: application.IConnectionLost,
      activate: () => async (...given) => { if (!await start) await application.ConnectionLost(...given); },
    };
    return calm ? [page, lost] : page;
  };

  (window._JUPYTERLAB = window._JUPYTERLAB || {})[NAME] = {
    init: scope => { shared = scope; },
    get: async () => {
      let found = asleep;
      try {
        found = await plugin();
      } catch (problem) {
        complain(problem);
      }
      return () => ({ __esModule: true, default: found });
    },
  };
})();
