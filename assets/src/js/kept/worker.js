// Shows what is pushed; answers for the server while there is no network. It keeps files: nobody's data.
/* global KEPT */
import { Server, Unsent } from "../server.js";
import { news, sendWaiting } from "./sending.js";
import { Vault } from "./vault.js";

const OURS = "sotiem-book-";
const NAME = `${OURS}${KEPT.edition}`;
const PATIENCE = 8000;

/** Files, and the page that stands for all others; without what forbids keeping. */
async function keep() {
  const cache = await caches.open(NAME);
  await cache.addAll(KEPT.files);
  const answer = await fetch(KEPT.shell, { redirect: "error", cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const headers = new Headers();
  for (const name of ["content-type", "content-security-policy"]) {
    if (answer.headers.get(name)) headers.set(name, answer.headers.get(name));
  }
  await cache.put(KEPT.shell, new Response(await answer.blob(), { headers }));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  if (old.length) await keep().catch(() => {});
  if (await caches.match(KEPT.shell, { cacheName: NAME })) for (const name of old) await caches.delete(name);
  await self.clients.claim();
}

/** The server's page; where it does not answer, the page of who keeps a book here. */
async function page(request) {
  const kept = await caches.match(KEPT.shell);
  if (!kept) return fetch(request);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return kept;
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: NAME })) ?? fetch(request);
}

/** Woken by the browser because there is a network: only who is signed in can have it sent. */
async function send() {
  if (!(await indexedDB.databases()).some(({ name }) => name === "sotiem-book")) return;
  const server = new Server({ key: KEPT.key });
  try {
    const told = await server.introduce();
    const vault = (await Vault.all()).find(({ owner }) => owner === told.owner);
    if (await vault?.unlock(told)) await sendWaiting(vault, server, KEPT.send);
  } catch (problem) {
    if (!(problem instanceof Unsent) || problem.state === "offline") throw problem; // woken again later
  }
  news().postMessage("");
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const tell = (word) => port?.postMessage(word);
  if (event.data === "keep") event.waitUntil(keep().then(() => tell("kept"), (problem) => tell(String(problem))));
});
self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.files.includes(url.pathname)) event.respondWith(file(request));
});
self.addEventListener("push", (event) => {
  const told = event.data.json();
  const shown = { body: told.text, tag: told.key, data: told.link };
  event.waitUntil(self.registration.showNotification("Sổ Tiêm", shown));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data || "/"));
});
