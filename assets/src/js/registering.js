// Fills the form of a registration from the card, seen by the camera; without it one types or pastes.
import { readCard } from "./session/card.js";

const tools = document.querySelector("[data-card]");
const video = tools?.querySelector("video");
const told = tools?.querySelector("[role=status]");
const form = tools?.closest("form");

function fill(card) {
  const values = { full_name: card.full_name, birth_date: card.birth_date, number: card.cccd,
    old_number: card.cmnd, address: card.address };
  for (const [name, value] of Object.entries(values)) if (value) form.elements[name].value = value;
  const sex = form.querySelector(`input[name=sex][value="${card.sex}"]`);
  if (sex) sex.checked = true;
}

function take(text) {
  const card = readCard(text);
  told.textContent = card ? tools.dataset.read : tools.dataset.bad;
  if (!card) return false;
  fill(card);
  form.elements.full_name.focus();
  return true;
}

async function look() {
  try {
    const { scan } = await import(tools.dataset.camera);
    await scan(video, tools.dataset.wasm, take);
  } catch {
    told.textContent = tools.dataset.none;
  }
}

if (tools && navigator.mediaDevices?.getUserMedia) {
  tools.hidden = false;
  tools.querySelector("button").addEventListener("click", look);
}
