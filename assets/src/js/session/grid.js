// Paper typed slip by slip: Enter goes on, a finished row saves itself, the next is begun.
import { now, typed } from "./fields.js";
import { listenForCards, readCard } from "./card.js";
import { Queue } from "./queue.js";
import { Sending } from "./sending.js";
import { Server, Unsent, say } from "../server.js";

const COLUMNS = ["slip_number", "full_name", "birth_date", "sex", "cccd", "phone", "lot_number", "given_at"];
const told = JSON.parse(document.getElementById("entry-told").textContent);
const form = document.getElementById("grid");
const server = new Server(told);
const body = form?.querySelector("[data-rows]");
const mended = new Map(); // what follows once a mended entry is safe, by its client id
let made = 0;
let queue;
let sending;

const rows = () => [...body.querySelectorAll("[data-row]")];
const rowOf = (element) => element.closest("[data-row]");
const field = (row, name) => form.elements[`${row.dataset.row}-${name}`];

/** What is the same on most slips is taken from the row above; the number goes up by one. */
function prepare(row) {
  const above = rows()[rows().indexOf(row) - 1];
  field(row, "client_id").value ||= crypto.randomUUID();
  if (!above) return;
  const kept = above.dataset.kept ? JSON.parse(above.dataset.kept) : null;
  const value = (name) => kept?.[name] ?? field(above, name)?.value ?? "";
  for (const name of ["lot_number", "given_at"]) field(row, name).value ||= value(name);
  const slip = value("slip_number");
  if (/^\d+$/.test(slip)) field(row, "slip_number").value ||= String(Number(slip) + 1);
}

function add() {
  made += 1;
  const number = rows().length + 1;
  const blank = form.querySelector("[data-blank]").innerHTML;
  const html = blank.replaceAll("rX", `n${made}`).replace(/([^\d])0(?=<\/label>)/g, `$1${number}`);
  body.insertAdjacentHTML("beforeend", html);
  const row = rows().at(-1);
  field(row, "client_id").value = crypto.randomUUID();
  prepare(row);
  return row;
}

function nextRow(row) {
  const next = rows()[rows().indexOf(row) + 1] ?? add();
  if (!next.dataset.kept) prepare(next);
  return next;
}

function mark(row, kind, words, actions = []) {
  const cell = row.querySelector("[data-result]");
  for (const old of cell.querySelectorAll("[data-said]")) old.remove();
  const tag = document.createElement("strong");
  const tone = { saved: "good", must_look: "waiting", wrong: "problem", saving: "neutral", waits: "waiting" }[kind];
  tag.className = `govuk-tag st-tag st-tag--${tone}`;
  tag.textContent = say(told, kind);
  const text = document.createElement("p");
  text.className = "govuk-body-s";
  text.textContent = words;
  const place = document.createElement("div");
  place.dataset.said = kind;
  place.setAttribute("role", "status");
  place.append(tag, text, ...actions.map(([key, act]) => buttonOf(key, act)));
  cell.append(place);
}

function buttonOf(key, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary st-queue__button";
  button.textContent = say(told, key);
  button.addEventListener("click", act);
  return button;
}

async function save(row, { accepted = [], offline = false } = {}) {
  const entry = { ...typed(form, `${row.dataset.row}-`), accepted, offline };
  if (!entry.full_name.trim() || row.dataset.kept || row.dataset.busy) return;
  row.dataset.busy = "yes";
  mark(row, "saving", "");
  try {
    const { answers } = await server.send([entry]);
    await settled(entry);
    answered(row, entry, answers[0]);
  } catch (problem) {
    if (!(problem instanceof Unsent)) throw problem;
    await keep(row, entry);
    sending?.failed(problem);
    sending?.show();
  } finally {
    delete row.dataset.busy;
  }
}

/** Without an answer the row waits on this tablet, and the next one is typed. */
async function keep(row, entry) {
  try {
    await queue.keep({ ...entry, offline: true }, told.send);
  } catch {
    return mark(row, "wrong", say(told, queue?.key ? "storage_full" : "locked"), [["again", () => save(row)]]);
  }
  await settled(entry);
  close(row, entry);
  mark(row, "waits", "");
}

async function settled(entry) {
  await mended.get(entry.client_id)?.();
  mended.delete(entry.client_id);
}

function rowFor(clientId) {
  return rows().find((row) => field(row, "client_id")?.value === clientId);
}

function onSent(entry, answer) {
  const row = rowFor(entry.client_id);
  if (!row) return;
  if (answer.outcome === "refused") open(row);
  answered(row, entry, answer);
}

/** An entry that was refused comes back into its row, or into the first that is empty. */
function onMend(entry, then) {
  const isEmpty = (row) => field(row, "full_name") && !row.dataset.kept && !field(row, "full_name").value.trim();
  const row = rowFor(entry.client_id) ?? rows().find(isEmpty) ?? add();
  open(row);
  for (const name of [...COLUMNS, "client_id"]) if (name in entry) field(row, name).value = entry[name];
  mended.set(entry.client_id, then);
  mark(row, "wrong", entry.why ?? "");
  field(row, "full_name").focus();
}

function close(row, entry) {
  row.dataset.kept = JSON.stringify({
    slip_number: entry.slip_number, lot_number: entry.lot_number, given_at: entry.given_at,
  });
  for (const name of COLUMNS) field(row, name).readOnly = true;
  count(entry.slip_number);
}

function open(row) {
  delete row.dataset.kept;
  row.classList.remove("st-grid__saved");
  for (const name of COLUMNS) field(row, name).readOnly = false;
}

function answered(row, entry, answer) {
  if (answer.outcome === "refused") return mark(row, "wrong", Object.values(answer.errors).join(" "));
  if (answer.outcome === "doubt") {
    const actions = [["put_aside", () => save(row, { offline: true })]];
    if (answer.accept.length) actions.unshift(["accept", () => save(row, { accepted: answer.accept })]);
    return mark(row, "must_look", answer.told.join(" "), actions);
  }
  close(row, entry);
  row.classList.add("st-grid__saved");
  if (answer.outcome === "waiting") mark(row, "must_look", say(told, "is_task", { name: entry.full_name }));
  else mark(row, "saved", "");
}

function count(slip) {
  const shown = document.querySelector("[data-left]");
  const gone = document.querySelector(`[data-slip="${CSS.escape(slip)}"]`);
  if (!shown || !gone) return;
  gone.remove();
  const left = Number(shown.dataset.left) - 1;
  shown.dataset.left = left;
  shown.textContent = left ? say(told, "left", { n: left }) : say(told, "none_left");
}

function onKey(event) {
  const row = rowOf(event.target);
  if (!row || event.isComposing || !event.target.name) return;
  const name = event.target.name.slice(row.dataset.row.length + 1);
  if (!COLUMNS.includes(name)) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const next = COLUMNS[COLUMNS.indexOf(name) + 1];
    if (next && !event.ctrlKey) return field(row, next).focus();
    save(row);
    field(nextRow(row), "full_name").focus();
  } else if (["ArrowUp", "ArrowDown"].includes(event.key) && event.target.tagName !== "SELECT") {
    const all = rows();
    const to = all[all.indexOf(row) + (event.key === "ArrowUp" ? -1 : 1)];
    event.preventDefault();
    if (to) field(to, name)?.focus();
  }
}

async function openQueue() {
  queue = await Queue.open(told.owner);
  const place = document.querySelector("[data-queue]");
  sending = new Sending({ told, server, queue, place, onMend, onSent });
  await queue.unlock();
  await sending.now();
  document.documentElement.dataset.entryReady = "yes";
}

function begin() {
  for (const row of rows()) if (field(row, "full_name")) prepare(row);
  form.elements["r0-given_at"].value ||= now(told);
  form.addEventListener("keydown", onKey);
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const row = rowOf(target);
    const isLeft = row && relatedTarget && rowOf(relatedTarget) && rowOf(relatedTarget) !== row;
    if (isLeft && COLUMNS.every((name) => ["sex", "cccd", "phone"].includes(name) || field(row, name)?.value)) save(row);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const row of rows()) if (field(row, "full_name")) await save(row);
  });
  listenForCards((text) => {
    const card = readCard(text);
    const row = rowOf(document.activeElement);
    if (!card || !row || row.dataset.kept) return;
    for (const [name, value] of Object.entries(card)) if (field(row, name)) field(row, name).value = value;
    field(row, "phone").focus();
  });
  field(rows()[0], "full_name")?.focus();
  openQueue();
}

if (form) begin();
