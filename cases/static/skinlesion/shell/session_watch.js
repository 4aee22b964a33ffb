// When the session ends: two minutes before, the page asks; afterwards it covers itself and says so. Another window may have
// prolonged the session, so the site is asked before anything is said. Signing in again in another window opens this one again.

import { ask } from "./ask.js";
import { forgetAll, hasUnsent, keep, userId } from "./kept_words.js";
import { csrfToken } from "./sending.js";

const NOTICE = 120;
const LOOK_AGAIN = 3000;
const meta = document.querySelector("meta[name=session-seconds]");
const dialog = document.getElementById("session");
let endsAt = 0;
let notice = NOTICE;
let reminded = false; // of an end that cannot be put off
let asked = 0; // when the site was last asked

function lasts(seconds) {
  endsAt = Date.now() + seconds * 1000;
}

async function askSite(method = "GET") {
  asked = Date.now();
  try {
    const answer = await fetch(dialog.dataset.address, {
      method,
      cache: "no-store",
      headers: { Accept: "application/json", ...(method === "POST" && { "X-CSRFToken": csrfToken() ?? "" }) },
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no network: the clock alone decides
  }
}

const left = () => Math.round((endsAt - Date.now()) / 1000);
const inWords = (seconds) => (seconds >= 60 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.max(0, seconds)} s`);

// final: so long after signing in that nothing prolongs it
function show(state, final = false) {
  dialog.querySelector("[data-final]").hidden = !final;
  dialog.querySelector("[data-idle]").hidden = final;
  dialog.querySelector("[data-stay]").textContent = final ? "Go on until then" : "Stay signed in";
  if (dialog.dataset.state === state) return;
  dialog.dataset.state = state;
  for (const part of dialog.querySelectorAll("[data-session]")) part.hidden = part.dataset.session !== state;
  if (!dialog.open) dialog.showModal();
  dialog.setAttribute("aria-labelledby", `session-${state}-head`);
  dialog.querySelector(`[data-session="${state}"] [data-first]`).focus();
}

function hide() {
  delete dialog.dataset.state;
  document.body.classList.remove("is-covered");
  if (dialog.open) dialog.close();
}

function ended() {
  keep();
  lasts(0);
  dialog.querySelector("[data-sign-in]").href = `${dialog.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
  document.body.classList.add("is-covered");
  for (const other of document.querySelectorAll("dialog[open]")) if (other !== dialog) other.close();
  show("ended");
}

async function tick() {
  const { state } = dialog.dataset;
  const now = left();
  if (now > notice) {
    reminded = false;
    return state && hide(); // a request prolonged it
  }
  for (const place of dialog.querySelectorAll("[data-left]")) place.textContent = inWords(now);
  if (reminded && now > 0) return;
  if (state === "ended" && document.hidden) return; // nobody looks
  // while it is ending the site is asked now and then, because another window may prolong it; afterwards, too
  if (Date.now() - asked < LOOK_AGAIN && (state === "ended" || now > 0)) return;
  const site = await askSite();
  if (site?.seconds && String(site.user) === userId) {
    lasts(site.seconds);
    if (site.seconds > notice) hide();
    else show("ending", site.final);
  } else if (site || now <= 0) ended();
  else show("ending");
}

async function stay() {
  const site = await askSite("POST");
  if (site?.seconds && String(site.user) === userId) {
    lasts(site.seconds);
    reminded = Boolean(site.final);
    hide();
  } else if (site) ended();
  else dialog.querySelector("[data-no-answer]").hidden = false;
}

export function start() {
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    if (!("sure" in event.target.dataset) && hasUnsent()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const agreed = await ask({ heading: "Sign out?", words: "What you typed on this page is not saved. It is lost when you sign out.", agree: "Sign out" });
      if (!agreed) return;
      event.target.dataset.sure = "";
      event.target.requestSubmit();
    } else forgetAll();
  }, true);
  if (!meta || !userId) return;
  lasts(Number(meta.content));
  notice = Math.min(NOTICE, Number(meta.dataset.age) / 2);
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const seconds = Number(detail.xhr.getResponseHeader("X-Session-Seconds"));
    if (seconds) lasts(seconds);
  });
  // the answer would lead the whole page to the sign-in page
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status !== 401) return;
    event.preventDefault();
    ended();
  });
  document.addEventListener("session-ended", ended);
}
