// Files for an import: says what was chosen, refuses what the site would refuse, shows how far the upload is.
// Without this module the same form sends them, and the browser shows its own progress.

function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function judge(form, files) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const { maxFiles, maxMegabytes } = form.dataset;
  if (files.length > Number(maxFiles)) return { wrong: `${files.length} files are too many at once. Put them into a ZIP.` };
  if (bytes > Number(maxMegabytes) * 1e6) return { wrong: `Together the files are larger than ${maxMegabytes} MB.` };
  if (!files.length) return { said: "" };
  return { said: files.length === 1 ? `${files[0].name}, ${size(bytes)}` : `${files.length} files, ${size(bytes)}` };
}

function send(form, button) {
  const sending = form.querySelector("[data-sending]");
  const bar = sending.querySelector("progress");
  const sent = sending.querySelector("[data-sent]");
  const request = new XMLHttpRequest();
  sending.hidden = false;
  button.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    sent.textContent = event.loaded === event.total ? "Reading the files" : `${size(event.loaded)} of ${size(event.total)} sent`;
  });
  request.addEventListener("load", () => {
    // the answer is the page that the form alone would have led to
    if (request.status === 200) location.assign(request.responseURL);
    else if (request.status === 422) showRefusal(request.responseText);
    else fail(`The site answered ${request.status}. Please try again.`);
  });
  request.addEventListener("error", () => fail("The site could not be reached. The files are still chosen; try again."));
  function fail(sentence) {
    sent.textContent = sentence;
    button.disabled = false;
  }
  request.open("POST", location.href);
  request.send(new FormData(form));
}

function showRefusal(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  document.getElementById("main").replaceWith(answer.getElementById("main"));
  start(document.querySelector("[data-import]"));
}

function start(here) {
  const input = here.querySelector("input[type=file]");
  const zone = here.querySelector("[data-drop]");
  const chosen = here.querySelector("[data-chosen]");
  const button = here.querySelector("button");
  for (const hidden of here.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  here.querySelector(".upload").classList.add("upload--live");
  input.addEventListener("change", () => {
    const { said = "", wrong } = judge(here, [...input.files]);
    chosen.textContent = wrong ?? said;
    chosen.classList.toggle("import-form__chosen--wrong", Boolean(wrong));
    button.disabled = Boolean(wrong);
  });
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => zone.classList.add("upload__zone--over"));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("upload__zone--over"));
  here.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    send(here, button);
  });
}

start(document.querySelector("[data-import]"));
