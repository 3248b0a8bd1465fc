// 1, 2 and 3 choose a verdict; Enter on it sends the form, as in every form. It can be switched off.
const KEPT = "sotiem-pair-keys";
const choice = document.querySelector("[data-keys]");
const box = choice?.querySelector("input");
const verdicts = document.querySelectorAll("input[name=verdict]");

if (box && matchMedia("(hover: hover) and (pointer: fine)").matches) {
  choice.hidden = false;
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("textarea, input[type=text], select");
    if (!box.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = ["1", "2", "3"].includes(event.key) ? verdicts[Number(event.key) - 1] : null;
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.focus();
  });
}
