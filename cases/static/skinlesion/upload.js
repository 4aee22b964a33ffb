// Pictures by drag and drop or by choice: each travels alone, with its own progress and its own answer.
// Without this module the same form uploads them together.

const AT_ONCE = 3;
const form = document.querySelector("[data-upload]");
const list = document.getElementById("uploads");
const waiting = [];
let running = 0;

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function showRow(file) {
  const row = element("li", "upload-row");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  const said = element("div", "upload-row__said", "Waiting");
  row.append(element("span", "upload-row__name", file.name), bar, said);
  list.append(row);
  return { row, bar, said };
}

function addClose(row) {
  const close = element("button", "linkish upload-row__close", "Close");
  close.type = "button";
  close.addEventListener("click", () => row.remove());
  row.append(close);
}

function refuse(shown, sentence) {
  shown.bar.remove();
  shown.row.classList.add("upload-row--error");
  shown.said.replaceChildren(element("p", "upload-said upload-said--error", sentence));
  addClose(shown.row);
}

function showAnswer(shown, request) {
  const signIn = request.getResponseHeader("HX-Redirect");
  if (signIn) {
    location.href = signIn;
  } else if (request.status === 201) {
    shown.row.remove();
    document.getElementById("no-pictures").hidden = true;
    htmx.swap("#pictures", request.responseText, { swapStyle: "afterbegin", swapDelay: 0, settleDelay: 0 });
  } else if (request.status === 200 || request.status === 422) {
    shown.bar.remove();
    shown.row.classList.toggle("upload-row--error", request.status === 422);
    shown.said.innerHTML = request.responseText;
    addClose(shown.row);
  } else if (request.status === 413) {
    refuse(shown, "The server in front of this site refuses files of this size.");
  } else {
    refuse(shown, "The upload did not succeed. Please try again.");
  }
}

function send({ file, fields, shown }) {
  running += 1;
  const request = new XMLHttpRequest();
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.append("file", file);
  shown.said.textContent = "Uploading";
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    shown.bar.value = event.loaded / event.total;
    if (event.loaded === event.total) shown.said.textContent = "Checking";
  });
  request.addEventListener("load", () => showAnswer(shown, request));
  request.addEventListener("error", () => refuse(shown, "The site could not be reached. Please try again."));
  request.addEventListener("loadend", () => {
    running -= 1;
    sendNext();
  });
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader("HX-Current-URL", location.href);
  request.send(body);
}

function sendNext() {
  while (running < AT_ONCE && waiting.length) send(waiting.shift());
}

function take(files) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "file");
  const largest = Number(form.dataset.maxMegabytes);
  for (const file of files) {
    const shown = showRow(file);
    if (file.size > largest * 1e6) refuse(shown, `The file is larger than ${largest} MB.`);
    else waiting.push({ file, fields, shown });
  }
  sendNext();
}

if (form) {
  const zone = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
  form.classList.add("upload--live");

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  // a file that misses the zone must not replace the page
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("dragover", () => zone.classList.add("upload__zone--over"));
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("upload__zone--over");
  });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("upload__zone--over");
    take([...(event.dataTransfer?.files ?? [])]);
  });
}
