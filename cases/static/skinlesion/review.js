// The review: scores while you tick, weeks by one tap. The server computes every score again; nothing here decides.

function scoreOf(list) {
  const seen = new Set();
  let tenths = 0;
  for (const input of list.querySelectorAll("[data-tenths]")) {
    const isBox = input.type === "checkbox" || input.type === "radio";
    if (isBox ? !input.checked : input.value === "" || !input.validity.valid) continue;
    seen.add(input.name);
    tenths += Number(input.dataset.tenths) * ("times" in input.dataset ? Number(input.value) : 1);
  }
  const wanted = list.dataset.complete.split(" ").filter(Boolean);
  return { score: tenths / 10, begun: seen.size > 0, whole: seen.size > 0 && wanted.every((name) => seen.has(name)) };
}

function showScore(list) {
  const { score, begun, whole } = scoreOf(list);
  const bands = [...list.querySelectorAll("[data-band]")];
  const current = whole ? bands.findLast((band) => score >= Number(band.dataset.band)) : undefined;
  for (const band of bands) band.classList.toggle("review__band--here", band === current);
  const shown = list.querySelector("[data-score-shown]");
  shown.value = whole ? `${score.toFixed(Number(list.dataset.digits))} · ${current.textContent.toLowerCase()}` : begun ? "not complete" : "";
}

const form = document.querySelector("[data-review]");

if (form) {
  for (const hidden of form.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
  for (const list of form.querySelectorAll("[data-score]")) {
    list.addEventListener("input", () => showScore(list));
    showScore(list);
  }
  for (const button of form.querySelectorAll("[data-weeks]")) {
    button.addEventListener("click", () => {
      const weeks = form.elements.follow_up_weeks;
      weeks.value = button.dataset.weeks;
      weeks.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
