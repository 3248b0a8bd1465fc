// Doses that wait on this tablet, each enciphered; half of the key is the server's (docs/adr/0015).
import { openDB } from "idb";

const HALF = "sotiem.half";
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

function opened() {
  return openDB("sotiem-entries", 1, {
    upgrade(base) {
      base.createObjectStore("entries", { keyPath: "seq", autoIncrement: true });
      base.createObjectStore("keys");
    },
  });
}

/** The clerk's own half, made once for each clerk on this tablet; scripts cannot read it out. */
async function deviceHalf(base, owner) {
  const kept = await base.get("keys", owner);
  if (kept) return kept;
  const random = crypto.getRandomValues(new Uint8Array(32));
  const made = await crypto.subtle.importKey("raw", random, "HKDF", false, ["deriveKey"]);
  await base.put("keys", made, owner);
  return made;
}

export class Queue {
  owner = null;
  key = null;

  /** `owner` is who the server says is signed in; a page without a network does not know it. */
  static async open(owner) {
    const queue = new Queue();
    queue.base = await opened();
    const before = JSON.parse(sessionStorage.getItem(HALF) ?? "null");
    if (owner && before && before.owner !== owner) sessionStorage.removeItem(HALF);
    navigator.storage?.persist?.();
    return queue;
  }

  /** With what the server told who is signed in; without it, with what this window was told before. */
  async unlock(told) {
    if (told) sessionStorage.setItem(HALF, JSON.stringify({ owner: told.owner, half: told.half }));
    const known = JSON.parse(sessionStorage.getItem(HALF) ?? "null");
    if (!known || !crypto.subtle) return false;
    const rule = {
      name: "HKDF",
      hash: "SHA-256",
      salt: bytesOf(known.half),
      info: new TextEncoder().encode("sotiem.entries"),
    };
    const half = await deviceHalf(this.base, known.owner);
    this.key = await crypto.subtle.deriveKey(rule, half, { name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    this.owner = known.owner;
    return true;
  }

  #rule(iv, clientId, to) {
    const bound = new TextEncoder().encode(`${this.owner}|${clientId}|${to}`);
    return { name: "AES-GCM", iv, additionalData: bound };
  }

  async keep(entry, to, { seq, refused = false, since = Date.now() } = {}) {
    if (!this.key) throw new Error("locked");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const rule = this.#rule(iv, entry.client_id, to);
    const data = await crypto.subtle.encrypt(
      rule,
      this.key,
      new TextEncoder().encode(JSON.stringify(entry)),
    );
    const row = { clientId: entry.client_id, owner: this.owner, to, since, iv, data, refused };
    await this.base.put("entries", seq === undefined ? row : { ...row, seq });
  }

  async #read(row) {
    const rule = this.#rule(row.iv, row.clientId, row.to);
    const plain = await crypto.subtle.decrypt(rule, this.key, row.data);
    return { ...row, entry: JSON.parse(new TextDecoder().decode(plain)) };
  }

  /** My entries in their order; those that cannot be read stay where they are. */
  async mine({ refused }) {
    if (!this.key) return [];
    const rows = await this.base.getAll("entries");
    const asked = rows.filter((row) => row.owner === this.owner && row.refused === refused);
    const read = await Promise.allSettled(asked.map((row) => this.#read(row)));
    return read.filter((one) => one.status === "fulfilled").map((one) => one.value);
  }

  async count() {
    const rows = await this.base.getAll("entries");
    const mine = rows.filter((row) => row.owner === this.owner);
    const waiting = mine.filter((row) => !row.refused);
    return {
      waiting: waiting.length,
      since: waiting.length ? Math.min(...waiting.map((row) => row.since)) : null,
      refused: mine.length - waiting.length,
      others: rows.length - mine.length,
    };
  }

  remove(seq) {
    return this.base.delete("entries", seq);
  }
}
