// 1 to 9 choose an answer, j and k go to the next and the previous row; Enter on an answer sends it.
const KEPT = "sotiem-row-keys";
const choice = document.querySelector("[data-keys]");
const box = choice?.querySelector("input");
const answers = document.querySelectorAll("input[type=radio]");

if (box && matchMedia("(hover: hover) and (pointer: fine)").matches) {
  choice.hidden = false;
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("textarea, input[type=text], select");
    if (!box.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    const chosen = /^[1-9]$/.test(event.key) ? answers[Number(event.key) - 1] : null;
    if (link) link.click();
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.focus();
  });
}
