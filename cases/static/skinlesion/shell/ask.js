// The one question before something that cannot be taken back. On the page it is a <details data-ask>: what it means, and a
// form that does it, which works without script; here the same words are asked in a dialog.

const dialog = document.getElementById("ask");
const head = dialog?.querySelector("h2");
const text = dialog?.querySelector("[data-ask-text]");
const yes = dialog?.querySelector("[data-ask-yes]");

// Whether the person agreed.
export function ask({ heading, words, agree }) {
  head.textContent = heading;
  text.textContent = words;
  yes.textContent = agree;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function askInstead(details) {
  const form = details.querySelector("form");
  const agreed = await ask({
    heading: details.querySelector("summary").textContent.trim(),
    words: details.querySelector("p").textContent.trim(),
    agree: form.querySelector("button").textContent.trim(),
  });
  // what was asked about may have been replaced meanwhile
  if (agreed && form.isConnected) form.requestSubmit(form.querySelector("button"));
}

document.addEventListener("click", (event) => {
  const details = event.target.closest?.("summary")?.parentElement;
  if (!details?.matches("details[data-ask]")) return;
  event.preventDefault();
  askInstead(details);
});
