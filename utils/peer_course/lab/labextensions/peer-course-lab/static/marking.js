// Formgrader in a browser tab of its own. On a hub no page may stand in a frame, so that no other person's page
// can make a tutor press something; nbgrader's own way opens a frame, and is left out there.
const COMMAND = "nbgrader:open-formgrader"; // the name that nbgrader's menu asks for

export function openFormgraderInTab(lab) {
  if (!lab.formgraderTab || lab.app.commands.hasCommand(COMMAND)) return;
  lab.app.commands.addCommand(COMMAND, {
    label: "Formgrader (new tab)",
    execute: () => { window.open(`${lab.base}formgrader/manage_assignments`, "_blank", "noopener"); },
  });
}
