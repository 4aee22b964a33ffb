// The time line begins at its newest end; two marked pictures become the pair of the form below it.

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

const line = document.querySelector("[data-course]");
if (line) line.scrollLeft = line.scrollWidth;

const form = document.querySelector("[data-choose-pair]");
const picks = [...document.querySelectorAll("[data-pick]")]; // oldest first, as the line
const inOrderOfMarking = [];

function show() {
  for (const pick of picks) {
    pick.checked = inOrderOfMarking.includes(pick);
    pick.closest(".shot").classList.toggle("shot--marked", pick.checked);
  }
  if (inOrderOfMarking.length < 2 || !form) return;
  const [earlier, later] = picks.filter((pick) => pick.checked);
  form.elements.a.value = earlier.dataset.pick;
  form.elements.b.value = later.dataset.pick;
}

for (const pick of picks) {
  pick.checked = false;
  pick.addEventListener("change", () => {
    const at = inOrderOfMarking.indexOf(pick);
    if (at >= 0) inOrderOfMarking.splice(at, 1);
    else inOrderOfMarking.push(pick);
    if (inOrderOfMarking.length > 2) inOrderOfMarking.shift(); // a third takes the place of the first
    show();
    if (inOrderOfMarking.length === 2) form?.querySelector("button").focus({ preventScroll: false });
  });
}
if (!form) for (const pick of picks) pick.closest("[data-needs-script]").hidden = true;
