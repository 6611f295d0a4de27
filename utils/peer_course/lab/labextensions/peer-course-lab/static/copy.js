// A copy of a course page for whoever wants one: it lies in the person's own folder, and may be changed at will.
// Nothing that is there is ever written over. What must not live here: which pages are closed (`arrange`).
import { go } from "./ways.js";

const FOLDER = "my-copies";

export function offerCopy(panel, lab) {
  const last = panel.content.widgets.at(-1);
  if (!last || last.node.querySelector(".pc-copy")) return;
  const line = document.createElement("p");
  line.className = "pc-copy";
  const button = control(lab.words.copy);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  line.append(button, said);
  button.addEventListener("click", async event => {
    event.stopPropagation();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true"); // and not `disabled`, which would lose the focus
    try {
      const path = await copy(lab.app.serviceManager.contents, panel.context.path);
      said.textContent = ` ${lab.words.copied.replace("{name}", path)} `;
      line.querySelector("button + span + button")?.remove();
      const open = control(lab.words.copy_open);
      open.addEventListener("click", () => go(lab, path));
      line.append(open);
    } catch (problem) {
      console.warn("[peer-course-lab]", problem);
      said.textContent = ` ${lab.words.copied_not} `;
    }
    button.removeAttribute("aria-disabled");
  });
  last.node.append(line);
}

function control(text) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.lmSuppressShortcuts = "true";
  made.textContent = text;
  made.addEventListener("keydown", event => event.stopPropagation());
  return made;
}

async function copy(contents, path) {
  const page = await contents.get(path, { content: true, type: "notebook" });
  await contents.save(FOLDER, { type: "directory" });
  const there = new Set((await contents.get(FOLDER, { content: true })).content.map(one => one.name));
  const stem = path.split("/").pop().replace(/\.ipynb$/, "");
  let name = `${stem}.ipynb`;
  for (let number = 2; there.has(name); number += 1) name = `${stem}-${number}.ipynb`;
  await contents.save(`${FOLDER}/${name}`, { type: "notebook", format: "json", content: page.content });
  return `${FOLDER}/${name}`;
}
