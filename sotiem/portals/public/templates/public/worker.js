{% autoescape off %}// Answers for the server while there is no network. It keeps files and the scanning page: nothing that was scanned.
const KEPT = {{ kept }};{% endautoescape %}
// Other editions may lie under other paths of the same host: each keeps its own.
const OURS = `sotiem-scan-${new URL("./", self.location).pathname}-`;
const NAME = `${OURS}${KEPT.edition}`;
const PAGES = KEPT.pages.map((page) => new URL(page, self.location).pathname);
const PATIENCE = 4000;

async function keepPage(path, answer) {
  const headers = new Headers();
  for (const name of ["content-type", "content-security-policy"]) {
    if (answer.headers.get(name)) headers.set(name, answer.headers.get(name));
  }
  await (await caches.open(NAME)).put(path, new Response(await answer.blob(), { headers }));
}

async function install() {
  await (await caches.open(NAME)).addAll(KEPT.files);
  for (const path of PAGES) {
    const answer = await fetch(path, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    await keepPage(path, answer);
  }
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(path, request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && !answer.redirected) await keepPage(path, answer.clone());
    return answer;
  } catch {
    return (await caches.match(path)) ?? Response.error();
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
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const path = url.pathname.replace(/index\.html$/, "");
  if (request.mode === "navigate" && PAGES.includes(path)) event.respondWith(page(path, request));
  else if (/\.(css|js|svg|png|wasm|woff2)$/.test(url.pathname) && url.pathname !== self.location.pathname)
    event.respondWith(file(request));
});
