// What a person has made, as a page of its own: printing prints it alone, keeping puts it into the downloads.
// It is built as nodes, never as text, so that a person's own words cannot turn into a page of their own.
function ownPage(title, sections) {
  const made = document.implementation.createHTMLDocument(title);
  made.documentElement.lang = "en";
  const add = (parent, tag, text) => { const node = made.createElement(tag); node.textContent = text; parent.append(node); return node; };
  add(made.head, "style", "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:1.5rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    + "section{break-inside:avoid}li span{white-space:pre-wrap}li :is(strong,em){display:block}");
  const main = add(made.body, "main", "");
  add(main, "h1", title);
  for (const { heading, lines } of sections) {
    const section = add(main, "section", "");
    add(section, "h2", heading);
    const list = add(section, "ul", "");
    for (const line of lines) {
      const entry = add(list, "li", "");
      if (line.mark) add(entry, "strong", line.mark);
      if (line.about) add(entry, "em", line.about);
      add(entry, "span", line.text);
    }
  }
  return `<!doctype html>${made.documentElement.outerHTML}`;
}

// Two buttons, to print and to keep. `whenReady` calls back with the sections, at once or when they have come.
function takeAlong(page, place, title, whenReady) {
  const print = (sections) => {
    const frame = h("iframe", { className: "pc-unseen", title, srcdoc: ownPage(title, sections) });
    frame.addEventListener("load", () => { frame.contentWindow.focus(); frame.contentWindow.print(); });
    frame.tabIndex = -1;
    place.append(frame);
    setTimeout(() => frame.remove(), 60000);
  };
  const keep = (sections) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([ownPage(title, sections)], { type: "text/html" })), download: `${page.spec.slug}.html` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    page.say(page.words.kept_file);
  };
  return [[page.words.print, print], [page.words.keep, keep]].map(([label, act]) =>
    h("button", { type: "button", className: "pc-main pc-quiet", onclick: () => whenReady(act) }, label));
}
