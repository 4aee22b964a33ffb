// Pictures by drag and drop, from the clipboard, from the camera or by choice: each travels alone, with its own progress
// and its own answer, and can be sent again when the network failed. Without this module the same form uploads them
// together.

import { picturesIn } from "./clipboard.js";
import { UploadRow } from "./upload_row.js";

const AT_ONCE = 3;
const NO_NETWORK = "The site could not be reached; the picture is not stored yet.";
const form = document.querySelector("[data-upload]");
const list = document.getElementById("uploads");
const waiting = [];
const stranded = new Set(); // sent again by themselves when the network is back
let running = 0;

function again(upload) {
  stranded.delete(upload);
  upload.row.wait("Waiting");
  waiting.push(upload);
  sendNext();
}

function strand(upload, sentence) {
  stranded.add(upload);
  upload.row.end(sentence, { refused: true, retry: () => again(upload) });
}

function answerOf(request) {
  const made = document.createElement("div");
  made.innerHTML = request.responseText;
  return made;
}

function showAnswer(upload, request) {
  const { row } = upload;
  if (request.status === 401) {
    strand(upload, "The session has ended; the picture is not stored yet.");
    document.dispatchEvent(new CustomEvent("session-ended"));
  } else if (request.status === 201) {
    row.row.remove();
    document.getElementById("no-pictures").hidden = true;
    htmx.swap("#pictures", request.responseText, { swapStyle: "afterbegin", swapDelay: 0, settleDelay: 0 });
  } else if (request.status === 200 || request.status === 422) {
    // stored before, or refused: the answer says which
    row.end(answerOf(request), { refused: request.status === 422 });
  } else if (request.status === 413) {
    row.end("The server in front of this site refuses files of this size.", { refused: true });
  } else {
    // 503 and 507 of this site say why; an answer from a server in front of it has no such sentence
    const why = answerOf(request).querySelector("[data-toast] p") ?? "The upload did not succeed.";
    row.end(why, { refused: true, retry: () => again(upload) });
  }
}

function send(upload) {
  running += 1;
  const request = new XMLHttpRequest();
  const body = new FormData();
  for (const [name, value] of upload.fields) body.append(name, value);
  body.append("file", upload.file);
  upload.row.progress(0);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) upload.row.progress(event.loaded / event.total);
  });
  request.addEventListener("load", () => showAnswer(upload, request));
  request.addEventListener("error", () => strand(upload, NO_NETWORK));
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
    const upload = { file, fields, row: new UploadRow(file.name) };
    list.append(upload.row.row);
    if (file.size > largest * 1e6) upload.row.end(`The file is larger than ${largest} MB.`, { refused: true });
    else waiting.push(upload);
  }
  sendNext();
}

function say(sentence) {
  form.querySelector("[data-took]").textContent = sentence;
}

function paste(event) {
  // some programs copy a picture of the text beside the text
  if (event.target.closest?.("input, textarea") && event.clipboardData.getData("text/plain")) return;
  const { pictures, others } = picturesIn(event.clipboardData);
  if (!pictures.length && !others) return; // text
  event.preventDefault();
  take(pictures);
  const count = pictures.length === 1 ? "one picture" : `${pictures.length} pictures`;
  const took = pictures.length ? `Took ${count} from the clipboard. ` : "";
  say(others ? `${took}What else it holds is no picture of a kind that we open.` : took.trim());
}

function dragAndDrop(zone) {
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

if (form) {
  for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
  form.classList.add("upload--live");
  for (const input of form.querySelectorAll("input[type=file]")) {
    const takeChosen = () => {
      take([...input.files]);
      input.value = "";
    };
    input.addEventListener("change", takeChosen);
    if (input.files.length) takeChosen(); // chosen before this module was here
  }
  dragAndDrop(form.querySelector("[data-drop]"));
  document.addEventListener("paste", paste);
  const left = () => [...stranded].filter((upload) => upload.row.row.isConnected); // not closed by hand
  window.addEventListener("online", () => left().forEach(again));
  window.addEventListener("beforeunload", (event) => {
    if (running || waiting.length || left().length) event.preventDefault();
  });
}
