{% autoescape off %}// Answers for the server while there is no network. It keeps files and an empty entry page: nobody's data.
const KEPT = {{ kept }};{% endautoescape %}
const NAME = `sotiem-entry-${KEPT.edition}`;
const PATIENCE = 6000;

/** The empty page as it is now; an answer of the sign-in page is not kept. */
async function keepShell() {
  const answer = await fetch(KEPT.shell, { redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const cache = await caches.open(NAME);
  // What is kept may be read on this tablet later, so the headers that forbid keeping go.
  const headers = new Headers();
  for (const name of ["content-type", "content-security-policy"]) {
    if (answer.headers.get(name)) headers.set(name, answer.headers.get(name));
  }
  await cache.put(KEPT.shell, new Response(await answer.blob(), { headers }));
}

async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.files);
  await keepShell();
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("sotiem-entry-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    const kept = await caches.match(KEPT.shell);
    return kept ?? Response.error();
  }
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.data === "refresh" && event.waitUntil(keepShell().catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const isEntry = url.pathname === new URL("./", self.location).pathname;
  if (request.mode === "navigate" && isEntry) event.respondWith(page(request));
  else if (/\.(css|js|svg|wasm|woff2)$/.test(url.pathname) && !url.pathname.endsWith("/worker.js"))
    event.respondWith(file(request));
});
