// An untouched box holds one line that asks to write here. Whatever is written first takes its place.
// Must not live here: what counts as an answer (`arrange`), or which keys do something else (`keys`).

// Picked up when the box is reached, so that this is seen and heard.
export function givePlaceholderWay(cell, placeholder) {
  cell.node.addEventListener("focusin", event => {
    // A click sets the caret after the focus. Somebody who moves about inside the box is left where they are.
    if (!cell.node.contains(event.relatedTarget)) setTimeout(() => pickUp(cell, placeholder));
  });
  cell.node.addEventListener("paste", () => pickUp(cell, placeholder), true);
}

// And again in front of a key: on a slow machine the first one comes before anything that waits for the focus.
export function makeRoom(event, panel, placeholder) {
  const cell = writes(event) && panel.content.widgets.find(one => one.node.contains(event.target));
  if (cell) pickUp(cell, placeholder);
}

function pickUp(cell, placeholder) {
  const { editor, model } = cell;
  if (!editor || model.sharedModel.getSource() !== placeholder) return;
  editor.setSelection({ start: { line: 0, column: 0 }, end: { line: 0, column: placeholder.length } });
}

function writes(event) {
  if (event.key === "Enter") return true; // with any other key held down it is a new line here
  // AltGraph is how letters such as @ are written on many keyboards, and it counts as Control and Alt.
  if ((event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph")) return false;
  return event.key.length === 1 || ["Process", "Unidentified", "Dead"].includes(event.key);
}
