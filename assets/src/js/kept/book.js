// The scripts of a citizen's pages: keep the book up to date, send what waits, leave nothing behind.
import { Server, Unsent } from "../server.js";
import { refresh, titleOf } from "./copy.js";
import { lacking, read } from "./draft.js";
import { offerInstalling } from "./install.js";
import { Here } from "./here.js";
import { keepWaiting, sendWaiting } from "./sending.js";
import { Vault, introduced, isSomethingKept, leaving, unsentOf } from "./vault.js";
import { said } from "./words.js";

const { key } = document.currentScript.dataset;

/** The book of who is signed in, opened; nothing where she keeps none here. */
async function mine(server) {
  const told = await introduced(server);
  const vault = (await Vault.all()).find(({ owner }) => owner === told.owner);
  return { vault: (await vault?.unlock(told)) ? vault : null, told };
}

async function keepUp() {
  const main = document.querySelector("main").cloneNode(true);
  const server = new Server({ key });
  const { vault, told } = await mine(server);
  if (!vault) return null;
  const codes = await sendWaiting(vault, server, told.send);
  if (codes.length) tell(codes.map((code) => said(told.texts.sent, { code })).join(" "));
  if (location.pathname === told.home) await refresh(vault, told, main);
  return { vault, told };
}

function tell(text) {
  const place = document.createElement("p");
  place.className = "govuk-inset-text";
  place.setAttribute("role", "status");
  document.querySelector("main").prepend(place);
  place.textContent = text;
}

/** Whoever leaves takes her book along: its keys, its texts, and what waits, after a warning. */
async function leave(form) {
  const vaults = await leaving();
  const unsent = await unsentOf(vaults);
  if (unsent && !confirm(said(form.dataset.leave, { n: unsent }))) return;
  for (const vault of vaults) await vault.forget();
  sessionStorage.clear();
  form.submit();
}

/** A report that is sent while there is no network stays on the page, or waits with the book. */
function holdReport(form, kept) {
  form.addEventListener("submit", async (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    const { vault, told } = (await kept) ?? {};
    const missing = vault ? lacking(form, false) : [];
    const notSent = form.querySelector("[data-not-sent]");
    if (missing.length) notSent.textContent = said(told.texts.fill, { fields: missing.join(", ") });
    if (!vault || missing.length) return (notSent.hidden = false);
    const { fields, photos } = await read(form);
    const said_ = { path: location.pathname, title: titleOf(document), html: "", fields };
    await keepWaiting(vault, { id: form.elements.submission_key.value, said: said_, photos });
    location.assign(told.place);
  });
}

function begin() {
  const place = document.getElementById("kept");
  offerInstalling();
  document.querySelector("form[data-leave]")?.addEventListener("submit", (event) => {
    if (!isSomethingKept()) return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.target);
  });
  if (place) return new Here(place, key).begin();
  const kept = isSomethingKept() ? keepUp().catch(passOver) : Promise.resolve(null);
  const report = document.querySelector("form[data-report]");
  if (report) holdReport(report, kept);
  return kept;
}

function passOver(problem) {
  if (!(problem instanceof Unsent)) throw problem;
  return null;
}

if ("indexedDB" in window && crypto.subtle && navigator.locks && navigator.serviceWorker) begin();
else document.querySelector("[data-not-here]")?.removeAttribute("hidden");
