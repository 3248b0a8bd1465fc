import { stayAwake } from "./awake.js";
import { boardKeys } from "./board.js";
import { shrinkPhotos } from "./photo.js";

const LIVE = "st-live";

function announce(text) {
  const live = document.getElementById(LIVE);
  if (live && text) live.textContent = text;
}

function focusOn(element) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: false });
}

/** After a swap a reader is told what is new, and the keyboard goes on from there. */
function arrive(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (summary) return focusOn(summary);
  focusOn(root.querySelector?.("[data-focus]"));
  announce((root.querySelector?.("[data-announce]") ?? root.closest?.("[data-announce]"))?.textContent.trim());
}

/** The second of two quick clicks is dropped; the key in the form covers a browser without scripts. */
function sendOnce(event) {
  const form = event.target;
  // Whoever leaves takes along what her tablet was told (the key of doses that wait).
  if (form.closest(".st-header")) sessionStorage.clear();
  if (form.dataset.sent) return event.preventDefault();
  if (!event.defaultPrevented && form.querySelector("[data-once]")) {
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    // A download leaves the page where it is; the form must come back to life.
    setTimeout(release, 8000);
  }
}

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", release);
document.addEventListener("htmx:before:request", ({ target }) => target.setAttribute?.("aria-busy", "true"));
document.addEventListener("htmx:finally:request", ({ target }) => {
  target.removeAttribute?.("aria-busy");
  release();
});
document.addEventListener("htmx:after:swap", ({ detail }) => {
  const place = detail.ctx?.target;
  arrive(place?.isConnected ? place : document.body);
});
document.addEventListener("change", ({ target }) => target.matches?.("input[data-shrink]") && shrinkPhotos(target));
document.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && window.print());
if (document.querySelector("[data-board]")) document.addEventListener("keydown", boardKeys);
if (document.querySelector("[data-awake]")) {
  stayAwake();
  document.addEventListener("visibilitychange", stayAwake); // the lock is lost with the window
}
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

const summary = document.querySelector("[data-error-summary]");
if (summary) focusOn(summary);
