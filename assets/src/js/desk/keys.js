// The officer's desk by keyboard. A key finds its place on the page by `data-key`: what only leads
// on is pressed at once, what decides is only reached, and Enter on it decides.
const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select";

function shown(element) {
  return element.getClientRects().length > 0;
}

function firstField(place) {
  return [...place.querySelectorAll("input:not([type=hidden]), textarea, select")].find(shown);
}

/** The note says what was chosen, as long as nobody wrote something else there. */
function propose(place) {
  const chosen = place.querySelector("input[type=radio]:checked");
  const note = place.querySelector("textarea");
  if (!("fill" in place.dataset) || !note || !chosen?.dataset.words) return null;
  if (note.value && note.value !== place.dataset.fill) return note;
  note.value = place.dataset.fill = `${chosen.dataset.words}.`;
  return note;
}

function reach(place) {
  if (place.matches("details")) place.open = true;
  const field = propose(place) ?? firstField(place) ?? place.querySelector("button");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
  if (field?.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
}

function follow(place) {
  if (place.matches("[data-press]")) return place.click();
  if (place.matches("a, button, input")) return place.focus();
  reach(place);
}

/** Reasons have numbers: "1", then "2", is the twelfth where there are so many. */
function choose(place, digit) {
  const choices = [...place.querySelectorAll("input[type=radio]")];
  const typed = `${place.dataset.typed ?? ""}${digit}`;
  const number = [typed, digit].map(Number).find((one) => one > 0 && one <= choices.length);
  place.dataset.typed = number ? String(number) : "";
  if (!number) return false;
  choices[number - 1].checked = true;
  choices[number - 1].focus();
  propose(place);
  return true;
}

function goTo(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const now = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1)];
  next?.querySelector("a")?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

/** In the note of a decision Enter decides, and Shift with Enter begins a new line. */
function decide(event) {
  const form = event.target.matches("textarea") && event.target.closest("[data-enter]")?.querySelector("form");
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !form) return false;
  form.requestSubmit(form.querySelector("button[type=submit]"));
  return true;
}

function help(open) {
  const dialog = document.querySelector("[data-keys-help]");
  if (!dialog) return false;
  if (open) dialog.showModal();
  return true;
}

function typed(event) {
  if (event.key === "Escape") event.target.blur();
  return decide(event);
}

function pressed(event) {
  const { key, target } = event;
  const numbered = target.closest?.("[data-numbers]");
  if (/^\d$/.test(key) && numbered) return choose(numbered, key);
  if (key === "j" || (key === "ArrowDown" && target.closest?.("[data-row]"))) return goTo(1);
  if (key === "k" || (key === "ArrowUp" && target.closest?.("[data-row]"))) return goTo(-1);
  if (key === "?") return help(true);
  if (key === "Enter" && (target !== document.body || event.repeat)) return false;
  const place = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (one) => shown(one) || one.querySelector("summary"),
  );
  if (place) follow(place);
  return Boolean(place);
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const done = event.target.matches?.(TYPING) ? typed(event) : pressed(event);
  if (done) event.preventDefault();
}

/** Reasons show their numbers only where a key chooses them. */
function number(place) {
  for (const [at, label] of [...place.querySelectorAll(".govuk-radios__label")].entries()) {
    label.control.dataset.words = label.textContent.trim();
    const shownNumber = document.createElement("kbd");
    shownNumber.className = "st-key";
    shownNumber.textContent = String(at + 1);
    shownNumber.setAttribute("aria-hidden", "true");
    label.prepend(shownNumber, " ");
  }
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelectorAll("[data-numbers]").forEach(number);
  for (const each of document.querySelectorAll("a[data-key], button[data-key]")) each.setAttribute("aria-keyshortcuts", each.dataset.key);
  const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)").matches;
  for (const each of document.querySelectorAll("[data-for-keys]")) each.hidden = !hasKeyboard;
  document.querySelector("[data-open-help]")?.addEventListener("click", (event) => help(true) && event.preventDefault());
}
