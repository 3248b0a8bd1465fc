// While the page of a report is open its officer is told to others there, and they to her.
const EVERY = 30_000;

export function startPresence() {
  const place = document.querySelector("[data-open-page]");
  if (!place) return;
  const body = () => new URLSearchParams({ csrfmiddlewaretoken: place.dataset.token });

  async function beat() {
    if (document.hidden) return;
    const answer = await fetch(place.dataset.openPage, { method: "POST", body: body() }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.text();
    if (told.trim() !== place.textContent.trim()) place.textContent = told.trim();
    place.hidden = !told.trim();
  }

  beat();
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => {
    const leaving = body();
    leaving.set("roi-trang", "1");
    navigator.sendBeacon(place.dataset.openPage, leaving);
  });
}
