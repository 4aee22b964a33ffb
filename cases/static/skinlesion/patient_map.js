// The patient's page: a click on the body takes its exact point along, arrow keys go from region to region, and a
// lesion's dot and row point at each other.

import { pointAt, regionBeside, regionsOf } from "./body_point.js";

const map = document.querySelector("[data-patient-map]");
const said = map.querySelector("[data-region-said]");

function takeOver(region, all) {
  for (const other of all) other.setAttribute("tabindex", other === region ? "0" : "-1");
}

for (const side of map.querySelectorAll("svg[data-regions]")) {
  const all = regionsOf(side);
  if (all.length) takeOver(all.find((region) => region.dataset.site === "face") ?? all.find((region) => region.dataset.site === "upper_back"), all);
  for (const region of all) {
    const say = () => (said.textContent = `Mark a lesion: ${region.dataset.name.toLowerCase()}`);
    const silence = () => (said.textContent = "\u00a0");
    region.addEventListener("pointerenter", say);
    region.addEventListener("focus", say);
    region.addEventListener("pointerleave", silence);
    region.addEventListener("blur", silence);
    region.addEventListener("click", (event) => {
      if (event.detail === 0) return; // by keyboard: the middle of the region
      const [left, top] = pointAt(side, event);
      const [page, query] = region.getAttribute("href").split("?");
      const asked = new URLSearchParams(query);
      asked.set("x", left.toFixed(3));
      asked.set("y", top.toFixed(3));
      region.setAttribute("href", `${page}?${asked}`);
    });
    region.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const next = regionBeside(region, event.key);
      if (!next) return;
      takeOver(next, all);
      next.focus();
    });
  }
}

function showCard(dot, card) {
  card.hidden = false;
  const frame = map.getBoundingClientRect();
  const at = dot.querySelector(".body-map__reach").getBoundingClientRect();
  const left = at.left + at.width / 2 - frame.left - card.offsetWidth / 2;
  const above = at.top - frame.top - card.offsetHeight - 2;
  card.style.left = `${Math.min(Math.max(8, left), frame.width - card.offsetWidth - 8)}px`;
  card.style.top = `${above > 0 ? above : at.bottom - frame.top + 2}px`;
}

for (const dot of map.querySelectorAll("[data-dot]")) {
  const id = dot.dataset.dot;
  const card = map.querySelector(`[data-card="${id}"]`);
  const row = document.querySelector(`[data-lesion="${id}"]`);
  dot.querySelector("title")?.remove(); // the card says it, and better
  const link = (on) => {
    row?.classList.toggle("lesion-row--linked", on);
    dot.classList.toggle("body-map__dot--linked", on);
  };
  const look = () => {
    showCard(dot, card);
    link(true);
  };
  const away = () => {
    card.hidden = true;
    link(false);
  };
  dot.addEventListener("pointerenter", look);
  dot.addEventListener("focus", look);
  dot.addEventListener("pointerleave", away);
  dot.addEventListener("blur", away);
  dot.addEventListener("keydown", (event) => event.key === "Escape" && away());
  for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
    row?.addEventListener(event, () => link(on));
  }
}

for (const hidden of map.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
