// One person's book on this device, enciphered with a key of two halves (docs/adr/0032).
import { deleteDB, openDB } from "idb";

const NAME = "sotiem-book";
const KEPT = "sotiem.book";
const OWNER = "sotiem.book.owner";
const OPENED = "sotiem.book.opened";
const ROUNDS = 600_000;
const TRIES = 10;
const DAY = 86_400_000;
const KEPT_FOR = 30 * DAY;
const LEFT_OPEN = 10 * 60_000;

const encode = (text) => new TextEncoder().encode(text);
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

function opened() {
  return openDB(NAME, 1, {
    upgrade(base) {
      base.createObjectStore("vaults", { keyPath: "owner" });
      base.createObjectStore("drafts", { keyPath: "id" });
    },
    blocking: (_old, _new, event) => event.target.close(),
  });
}

/** Both halves together give the key that the key of the book lies in. */
function wrapping(device, half, owner) {
  const rule = { name: "HKDF", hash: "SHA-256", salt: half, info: encode(`sotiem.book|${owner}`) };
  return crypto.subtle.deriveKey(rule, device, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

async function wrapped(key, device, half, owner) {
  const iv = random(12);
  return { iv, data: await crypto.subtle.wrapKey("raw", key, await wrapping(device, half, owner), { name: "AES-GCM", iv }) };
}

async function halfOfCode(code, salt) {
  const typed = await crypto.subtle.importKey("raw", encode(code), "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(rule, typed, 256));
}

/** Whether anything is kept here, told without opening it; only in a window. */
export function isSomethingKept() {
  return localStorage.getItem(KEPT) !== null;
}

/** Who the server says is signed in; the window remembers whose book goes when she leaves. */
export async function introduced(server) {
  const told = await server.introduce();
  sessionStorage.setItem(OWNER, told.owner);
  return told;
}

/** The books that go when who is signed in leaves: hers, or where nobody knows whose, all. */
export async function leaving() {
  const owner = sessionStorage.getItem(OWNER);
  return (await Vault.all()).filter((vault) => !owner || vault.owner === owner);
}

/** How many reports would be lost with these books. */
export async function unsentOf(vaults) {
  return (await Promise.all(vaults.map((vault) => vault.unsent()))).reduce((sum, n) => sum + n, 0);
}

/** Nothing of the book stays: neither its texts, nor its keys, nor the files of its pages. */
async function leaveNothing(base) {
  base.close();
  await deleteDB(NAME);
  for (const name of await caches.keys()) if (name.startsWith("sotiem-book-")) await caches.delete(name);
  globalThis.localStorage?.removeItem(KEPT);
  globalThis.sessionStorage?.removeItem(OPENED);
  const worker = await globalThis.navigator.serviceWorker?.getRegistration?.();
  if (worker && !(await worker.pushManager?.getSubscription())) await worker.unregister();
}

export class Vault {
  key = null;

  constructor(base, row) {
    Object.assign(this, { base, row });
  }

  /** All books on this device, still closed. One that was not brought up to date for long goes. */
  static async all(now = Date.now()) {
    const base = await opened();
    const vaults = (await base.getAll("vaults")).map((row) => new Vault(base, row));
    for (const vault of vaults) if (now - vault.row.at > KEPT_FOR) await vault.#expire();
    return vaults.filter((vault) => !vault.isGone);
  }

  /** A new book, closed by a code of six digits and by the server's half. */
  static async make({ owner, half, tail }, code, now = Date.now()) {
    const device = await crypto.subtle.importKey("raw", random(32), "HKDF", false, ["deriveKey"]);
    const salt = random(16);
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
    const byServer = await wrapped(made, device, bytesOf(half), owner);
    const byCode = await wrapped(made, device, await halfOfCode(code, salt), owner);
    const row = { owner, tail, device, since: now, at: now, byServer, byCode: { ...byCode, salt }, tries: TRIES, copy: null };
    const vault = new Vault(await opened(), row);
    await vault.#save();
    localStorage.setItem(KEPT, "yes");
    navigator.storage?.persist?.();
    return vault;
  }

  get owner() {
    return this.row.owner;
  }

  get hasCode() {
    return this.row.byCode !== null;
  }

  #save() {
    return this.base.put("vaults", this.row);
  }

  async #unwrap({ iv, data }, half) {
    const by = await wrapping(this.row.device, half, this.owner);
    const kind = { name: "AES-GCM", length: 256 };
    return crypto.subtle.unwrapKey("raw", data, by, { name: "AES-GCM", iv }, kind, false, ["encrypt", "decrypt"]);
  }

  /** With what the server told who is signed in. Says whether it opened. */
  async unlock({ owner, half }) {
    if (owner !== this.owner) return false;
    this.key = await this.#unwrap(this.row.byServer, bytesOf(half)).catch(() => null);
    return this.key !== null;
  }

  /** With the code; after too many wrong ones only signing in opens it. Says whether it opened. */
  async open(code, now = Date.now()) {
    if (!this.hasCode) return false;
    this.row.tries -= 1; // before trying, so that closing the window does not save a try
    await this.#save();
    const half = await halfOfCode(code, this.row.byCode.salt);
    try {
      this.key = await this.#unwrap(this.row.byCode, half);
    } catch {
      if (this.row.tries <= 0) this.row.byCode = null;
      await this.#save();
      return false;
    }
    this.row.tries = TRIES;
    await this.#save();
    sessionStorage.setItem(OPENED, JSON.stringify({ owner: this.owner, half: [...half], until: now + LEFT_OPEN }));
    return true;
  }

  /** Once more in the window that was opened with the code a short while ago. */
  async openAgain(now = Date.now()) {
    const before = JSON.parse(sessionStorage.getItem(OPENED) ?? "null");
    if (!before || before.owner !== this.owner || !this.hasCode) return false;
    if (now > before.until) return sessionStorage.removeItem(OPENED), false;
    this.key = await this.#unwrap(this.row.byCode, Uint8Array.from(before.half));
    sessionStorage.setItem(OPENED, JSON.stringify({ ...before, until: now + LEFT_OPEN }));
    return true;
  }

  #rule(iv, what) {
    return { name: "AES-GCM", iv, additionalData: encode(`${this.owner}|${what}`) };
  }

  async #close(bytes, what) {
    const iv = random(12);
    return { iv, data: await crypto.subtle.encrypt(this.#rule(iv, what), this.key, bytes) };
  }

  #read({ iv, data }, what) {
    return crypto.subtle.decrypt(this.#rule(iv, what), this.key, data);
  }

  async #readText(box, what) {
    return JSON.parse(new TextDecoder().decode(await this.#read(box, what)));
  }

  /** `copy` is `{home, pages: {path: {title, html}}}`, as of now. */
  async keepCopy(copy, now = Date.now()) {
    this.row.copy = await this.#close(encode(JSON.stringify(copy)), "copy");
    this.row.at = now;
    await this.#save();
  }

  async copy() {
    return this.row.copy && this.#readText(this.row.copy, "copy");
  }

  /** `said` is `{path, title, html, fields, why?, code?}`; `photos` are `{name, type, bytes}`. */
  async keepDraft({ id, state, since, said, photos }) {
    const boxes = photos.map(({ bytes }, at) => this.#close(bytes, `${id}|${at}`));
    const about = { ...said, photos: photos.map(({ name, type }) => ({ name, type })) };
    const row = {
      ...{ id, owner: this.owner, state, since },
      said: await this.#close(encode(JSON.stringify(about)), id),
      photos: await Promise.all(boxes),
    };
    await this.base.put("drafts", row);
  }

  /** What was written here, oldest first; what cannot be read stays where it is. */
  async drafts() {
    const rows = await this.#rows();
    const read = await Promise.allSettled(rows.map((row) => this.#readDraft(row)));
    const drafts = read.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
    return drafts.sort((one, other) => one.since - other.since);
  }

  async #readDraft({ id, state, since, said, photos }) {
    const { photos: named, ...about } = await this.#readText(said, id);
    const bytes = await Promise.all(photos.map((box, at) => this.#read(box, `${id}|${at}`)));
    return { id, state, since, said: about, photos: named.map((one, at) => ({ ...one, bytes: bytes[at] })) };
  }

  async #rows() {
    return (await this.base.getAll("drafts")).filter((row) => row.owner === this.owner);
  }

  async wasSent(id) {
    return (await this.base.get("drafts", id))?.state === "sent";
  }

  /** How many reports would be lost with the book; told without opening it. */
  async unsent() {
    return (await this.#rows()).filter((row) => row.state !== "sent").length;
  }

  removeDraft(id) {
    return this.base.delete("drafts", id);
  }

  /** The copy goes, and the code with it; what was not sent stays for who signs in. */
  async #expire() {
    if (!(await this.unsent())) return this.forget();
    Object.assign(this.row, { copy: null, byCode: null });
    await this.#save();
  }

  async forget() {
    for (const { id } of await this.#rows()) await this.removeDraft(id);
    await this.base.delete("vaults", this.owner);
    this.isGone = true;
    if (!(await this.base.count("vaults"))) await leaveNothing(this.base);
  }
}
