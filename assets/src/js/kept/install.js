// Offers once to keep the book among the phone's apps; who said no is not asked again.
const ANSWERED = "sotiem.install";

export function offerInstalling() {
  const place = document.querySelector("[data-install]");
  if (!place) return;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    place.hidden = localStorage.getItem(ANSWERED) !== null;
    place.querySelector("[data-install-yes]").onclick = () => {
      place.hidden = true;
      event.prompt();
    };
    place.querySelector("[data-install-no]").onclick = () => {
      localStorage.setItem(ANSWERED, "no");
      place.hidden = true;
    };
  });
}
