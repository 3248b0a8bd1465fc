/** The board of a session by keyboard: "/" searches, j and k go through people, digits press. */
const TYPING = "input, textarea, select";

function people() {
  return [...document.querySelectorAll("[data-board-person]")];
}

function goTo(step) {
  const all = people();
  const now = all.indexOf(document.activeElement?.closest("[data-board-person]"));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(number) {
  const person = document.activeElement?.closest("[data-board-person]");
  const buttons = person ? [...person.querySelectorAll(".st-board__moves a, .st-board__moves form > button")] : [];
  buttons[number - 1]?.click();
}

export function boardKeys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.(TYPING)) return;
  if (event.key === "/") document.querySelector("[data-board-search]")?.focus();
  else if (event.key === "j") goTo(1);
  else if (event.key === "k") goTo(-1);
  else if (/^[1-9]$/.test(event.key)) press(Number(event.key));
  else return;
  event.preventDefault();
}
