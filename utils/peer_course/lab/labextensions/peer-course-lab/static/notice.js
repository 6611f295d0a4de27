// One calm line at the top of a page, read aloud by screen readers without taking the focus away.
export function say(panel, sentence) {
  if (!sentence) return;
  let line = panel.node.querySelector(":scope > .pc-notice");
  if (!line) {
    line = document.createElement("div");
    line.className = "pc-notice";
    line.setAttribute("role", "status");
    panel.node.append(line);
  }
  line.textContent = sentence;
  line.classList.add("pc-shown");
  clearTimeout(line.pcTimer);
  line.pcTimer = setTimeout(() => {
    line.textContent = "";
    line.classList.remove("pc-shown");
  }, 8000);
}
