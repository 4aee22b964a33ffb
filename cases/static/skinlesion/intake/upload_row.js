// One file on its way: name, progress, what became of it, and what can be done about it.

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export class UploadRow {
  constructor(name) {
    this.row = element("li", "upload-row");
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", `Upload of ${name}`);
    this.said = element("div", "upload-row__said");
    this.row.append(element("span", "upload-row__name", name), this.bar, this.said);
    this.wait("Waiting");
  }

  wait(sentence) {
    this.bar.hidden = false;
    this.bar.value = 0;
    this.row.classList.remove("upload-row--error");
    this.said.textContent = sentence;
    this.acts?.remove();
  }

  progress(share) {
    this.bar.value = share;
    this.said.textContent = share < 1 ? `Uploading, ${Math.floor(share * 100)}%` : "Checking";
  }

  // content: a node made by the server's answer, or a sentence; retry: what to do on "Try again"
  end(content, { refused, retry } = {}) {
    this.bar.hidden = true;
    this.row.classList.toggle("upload-row--error", Boolean(refused));
    this.said.replaceChildren(
      typeof content === "string" ? element("p", `upload-said${refused ? " upload-said--error" : ""}`, content) : content,
    );
    this.acts = element("div", "upload-row__acts");
    if (retry) this.addAct("Try again", retry);
    this.addAct("Close", () => this.row.remove());
    this.row.append(this.acts);
  }

  addAct(words, act) {
    const button = element("button", "linkish", words);
    button.type = "button";
    button.addEventListener("click", act);
    this.acts.append(button);
  }
}
