// The pages of a book as they are kept: taken from what the server shows, so that nothing is written twice.
const LEFT_OUT = "script, noscript, [name=csrfmiddlewaretoken], [name=submission_key], [data-online]";
const DAY = 86_400_000;

/** A page of who is signed in; nothing where it is not shown to her. */
async function shown(path) {
  const answer = await fetch(path, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
}

/** Without tokens, without what asks the server, and of forms only reports. */
function plain(main) {
  for (const form of main.querySelectorAll("form")) if (!form.querySelector("[name=submission_key]")) form.remove();
  for (const each of main.querySelectorAll(LEFT_OUT)) each.remove();
  for (const each of main.querySelectorAll("*"))
    for (const name of each.getAttributeNames()) if (name.startsWith("hx-")) each.removeAttribute(name);
  return { title: titleOf(main), html: main.innerHTML };
}

export function titleOf(place) {
  return place.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

export async function page(path) {
  const main = await shown(path);
  return main && plain(main);
}

/** The book and the forms it leads to; forms only where the book has changed, or a day is over. */
async function take(told, before, isOld, onScreen) {
  const main = onScreen ?? (await shown(told.home));
  if (!main) return null;
  const links = [...main.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), location.origin));
  const paths = links.map((url) => url.pathname).filter((path) => path.startsWith(told.forms));
  const home = plain(main);
  if (before && !isOld && before.home === told.home && before.pages[told.home]?.html === home.html) return before;
  const pages = { [told.home]: home };
  for (const path of new Set(paths)) {
    const form = await page(path);
    if (form) pages[path] = form;
  }
  return { home: told.home, pages };
}

/** Bring the copy up to date; `vault` is open, `main` the book where it is on the screen. Says whether it is. */
export async function refresh(vault, told, main = null) {
  const isOld = Date.now() - vault.row.at > DAY;
  const copy = await take(told, await vault.copy().catch(() => null), isOld, main);
  if (copy) await vault.keepCopy(copy);
  return copy !== null;
}
