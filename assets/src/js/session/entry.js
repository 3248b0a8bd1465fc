// The entry page: scan or type, see at once what is wrong, record; without a network it waits here.
import { listenForCards, readCard } from "./card.js";
import { NAMES, clearErrors, now, showErrors, typed } from "./fields.js";
import { Queue } from "./queue.js";
import { Sending } from "./sending.js";
import { NoNetwork, Server, Unsent, say } from "../server.js";

const LOT = "sotiem.lot";
const PAUSE = 350;
const told = JSON.parse(document.getElementById("entry-told").textContent);
const form = document.getElementById("entry");
const server = new Server(told);
const found = form?.querySelector("[data-found]");
const outcome = document.querySelector("[data-outcome]");
let queue;
let sending;
let asked;
let asking;
let isTimeTyped = false;
let onKept = null; // what follows once a mended entry is safe

function tell(text) {
  outcome.textContent = text;
}

function showLast(html) {
  if (html) document.querySelector("[data-last]").innerHTML = html;
}

function empty() {
  const lot = form.elements.lot_number.value;
  form.reset();
  for (const name of [...NAMES, "appointment"]) form.elements[name].value = "";
  form.elements.client_id.value = crypto.randomUUID();
  form.elements.lot_number.value = lot;
  form.elements.given_at.value = now(told);
  isTimeTyped = false;
  onKept = null;
  found.replaceChildren();
  clearErrors(form);
  asking?.abort();
  clearTimeout(asked);
  form.elements.full_name.focus();
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    if (form.elements[name] && name !== "accepted") form.elements[name].value = value;
  }
}

async function look(isToTell) {
  asking?.abort();
  clearTimeout(asked);
  if (!form.elements.full_name.value.trim() || !form.elements.birth_date.value.trim()) return;
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await server.look(form, signal);
    if (signal.aborted) return;
    found.innerHTML = answer.html;
    const missing = Object.keys(answer.errors).length;
    if (isToTell && missing) for (const [name, text] of Object.entries(answer.errors)) markOne(name, text);
  } catch (problem) {
    if (signal.aborted || problem instanceof NoNetwork) return;
    tell(say(told, "look_failed"));
  }
}

/** An error under a field whose typing is over, without taking the focus away. */
function markOne(name, text) {
  const active = document.activeElement;
  if (form.elements[name] === active || !form.elements[name]?.value) return;
  showErrors(form, { [name]: text });
  active?.focus();
}

function takeCard(text) {
  const card = readCard(text);
  if (!card) return tell(say(told, "bad_card"));
  const lot = form.elements.lot_number.value;
  const appointment = form.elements.appointment.value;
  empty();
  fill({ ...card, lot_number: lot, appointment });
  tell(say(told, "card_read", { name: card.full_name }));
  form.querySelector("[data-save]").focus();
  look(false);
}

async function keep(entry) {
  try {
    await queue.keep(entry, told.send);
    return true;
  } catch {
    tell(say(told, queue?.key ? "storage_full" : "locked"));
    return false;
  }
}

/** The fields without which nothing can be recorded, when nobody else can say so. */
function lacks() {
  const names = ["full_name", "birth_date", "lot_number", "given_at"];
  const empty_ = names.filter((name) => !form.elements[name].value.trim());
  const labels = empty_.map((name) => form.querySelector(`label[for=id_${name}]`).textContent.trim());
  if (labels.length) tell(say(told, "fill", { fields: labels.join(", ").toLowerCase() }));
  if (labels.length) form.elements[empty_[0]].focus();
  return labels.length > 0;
}

async function save(waits) {
  if (form.dataset.busy || lacks()) return;
  form.dataset.busy = "yes";
  if (!isTimeTyped) form.elements.given_at.value = now(told) || form.elements.given_at.value;
  const entry = typed(form);
  const after = onKept;
  sessionStorage.setItem(LOT, JSON.stringify([told.session, entry.lot_number]));
  try {
    if (!navigator.onLine) throw new NoNetwork();
    const { answers, last } = await server.send([{ ...entry, offline: waits }]);
    await after?.();
    answered(answers[0], last);
  } catch (problem) {
    if (!(problem instanceof Unsent)) throw problem;
    if (await keep(entry)) {
      await after?.();
      empty();
      tell(say(told, "kept", { name: entry.full_name }));
    }
    sending?.failed(problem);
  } finally {
    delete form.dataset.busy;
    sending?.show();
  }
}

function answered(answer, last) {
  showLast(last);
  if (answer.outcome === "doubt") {
    clearErrors(form);
    found.innerHTML = answer.html;
    tell(answer.told.join(" "));
    (found.querySelector("input") ?? form.elements[found.querySelector("[data-about]")?.dataset.about])?.focus();
  } else if (answer.outcome === "refused") tell(showErrors(form, answer.errors));
  else {
    empty();
    tell(say(told, answer.outcome === "waiting" ? "is_task" : "recorded", { name: answer.name }));
  }
}

function onKey(event) {
  if (event.key === "Escape") {
    empty();
    return tell("");
  }
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    return save(false);
  }
  const field = event.target;
  if (!field.matches("input:not([type=checkbox]):not([type=radio]), select")) return;
  event.preventDefault();
  const next = NAMES[NAMES.indexOf(field.name) + 1];
  if (next) form.elements[next].focus();
  else save(false);
}

async function openCamera() {
  const video = form.querySelector("[data-video]");
  try {
    const { scan } = await import(told.camera);
    await scan(video, told.wasm, (text) => readCard(text) && (takeCard(text), true));
  } catch {
    tell(say(told, "no_camera"));
  }
}

function listen() {
  listenForCards(takeCard);
  form.addEventListener("keydown", onKey);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    save(event.submitter?.name === "wait");
  });
  form.addEventListener("input", ({ target }) => {
    if (target.name === "given_at") isTimeTyped = true;
    if (!NAMES.includes(target.name)) return;
    clearTimeout(asked);
    asked = setTimeout(() => look(false), PAUSE);
  });
  form.addEventListener("change", ({ target }) => NAMES.includes(target.name) && look(true));
  if (navigator.mediaDevices) form.querySelector("[data-camera-tools]").hidden = false;
  form.querySelector("[data-camera]").addEventListener("click", openCamera);
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(told.worker);
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage("refresh");
}

async function begin() {
  const [session, lot] = JSON.parse(sessionStorage.getItem(LOT) ?? "[]");
  const isNew = !document.querySelector("[data-error-summary]");
  form.elements.client_id.value = crypto.randomUUID();
  if (isNew && session === told.session && lot) form.elements.lot_number.value = lot;
  form.elements.given_at.value ||= now(told);
  listen();
  if (isNew && !found.childElementCount) form.elements.full_name.focus();
  look(false);
  queue = await Queue.open(told.owner);
  const place = document.querySelector("[data-queue]");
  const onMend = (entry, then) => {
    empty();
    fill(entry);
    isTimeTyped = true;
    onKept = then;
    look(true);
  };
  sending = new Sending({ told, server, queue, place, onMend, onLast: showLast });
  await queue.unlock();
  await sending.now();
  document.documentElement.dataset.entryReady = "yes";
  await keepShell().catch(() => {});
}

if (form) begin();
