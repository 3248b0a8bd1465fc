// What a checker's phone knows without a network: whom to believe, what was revoked, which rules hold.
import { openDB } from "idb";
import { fromBase64, toHex } from "./base64.js";
import { holds } from "./cose.js";
import { Refused, require } from "./refused.js";
import { joined, readCascade } from "./revoked.js";

const NONE = { index: null, trust: null, rules: null, revocations: {} };

/** The lists as they lie on this device; nothing else is ever written there. */
export async function openStore(name = "sotiem-kiem-tra") {
  const db = await openDB(name, 1, { upgrade: (fresh) => fresh.createObjectStore("lists") });
  return {
    read: async () => (await db.get("lists", "all")) ?? NONE,
    write: (known) => db.put("lists", known, "all"),
  };
}

/** Fetches what is new and keeps it; either all lists are taken or none is.
 *  `suffix`: lists that lie beside the page as files are named so, and each is whole. */
export async function refresh(store, { address, keys, suffix = "" }) {
  const known = await store.read();
  const ask = (path) => fetched(`${address}${path}${suffix}`, keys);
  const index = readIndex(await ask(""), known.index);
  const trust = readTrust(await ask("/tin-cay"), known.trust);
  const revocations = {};
  for (const [kid, seq] of Object.entries(index.revocations)) {
    const had = known.revocations[kid];
    require(!had || had.seq <= seq, "list_older");
    const since = had && !had.cascade && !suffix ? `?since=${had.seq}` : "";
    const isKnown = had?.seq === seq;
    const list = isKnown ? had : readRevocations(await ask(`/thu-hoi/${kid}${since}`), had);
    require(list.kid === kid, "list_wrong");
    revocations[kid] = list;
  }
  const rules = await freshRules(index, known.rules, () => ask("/quy-dinh"));
  const fresh = { index, trust, rules, revocations };
  await store.write(fresh);
  return fresh;
}

/** The rules of reopening: fetched when the index names a higher number; there are none before the first. */
async function freshRules(index, known, ask) {
  require(!known || known.seq <= index.rules, "list_older");
  if (known?.seq === index.rules || !index.rules) return known ?? null;
  const rules = readRules(await ask(), known);
  require(index.rules <= rules.seq, "list_older");
  return rules;
}

/** The rule sets to choose from at a time; null while none was ever published. */
export function rulesInForce(rules, at) {
  if (!rules) return null;
  const begun = new Map();
  for (const each of rules.sets) {
    const last = begun.get(each.rules.Identifier);
    if (each.from <= at && !(last?.number > each.number)) begun.set(each.rules.Identifier, each);
  }
  return [...begun.values()].filter(({ to }) => to === null || at < to).map((each) => each.rules);
}

/** Lays lists out for a judge; cascades are read here, once. */
export function forJudging({ trust, revocations }) {
  const prepared = Object.entries(revocations).map(([kid, list]) => [
    kid,
    { ...list, cascade: list.cascade && readCascade(list.cascade) },
  ]);
  return { signers: trust?.signers ?? [], revocations: Object.fromEntries(prepared) };
}

/** When each list was issued; the oldest is what the whole is worth. */
export function datesOf({ index, trust, revocations }) {
  const dates = [index, trust, ...Object.values(revocations)].filter(Boolean).map((list) => list.issued);
  return dates.length ? { oldest: Math.min(...dates), newest: Math.max(...dates) } : null;
}

/** Reads a list that one of these keys signed (JWS, ES256). */
export async function opened(text, keys) {
  const parts = text.trim().split(".");
  require(parts.length === 3, "list_wrong");
  const header = unpacked(parts[0]);
  require(header.alg === "ES256" && !("crit" in header), "algorithm_not_allowed");
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  const signature = fromBase64(parts[2]);
  const answers = keys.map((spki) => holds({ spki, alg: "ES256" }, signature, signed));
  require((await Promise.all(answers)).includes(true), "list_signature_wrong");
  return unpacked(parts[1]);
}

/** Reads a list of revocations in place of the one known before; an older one is refused. */
export function readRevocations(content, known) {
  require(content.format === "sotiem-revocations-1" && Number.isInteger(content.seq), "list_wrong");
  const kid = toHex(fromBase64(content.kid));
  const prefixes = fromBase64(content.prefixes);
  require(prefixes.length % 8 === 0, "list_wrong");
  require(!known || known.kid === kid, "list_wrong");
  require(!known || known.seq <= content.seq, "list_older");
  const isAdded = content.since !== null && content.since !== undefined;
  require(!isAdded || known?.seq === content.since, "list_does_not_follow");
  require(!isAdded || !(known.cascade || content.cascade), "list_wrong");
  const cascade = content.cascade ? fromBase64(content.cascade) : null;
  if (cascade) readCascade(cascade);
  return {
    kid,
    seq: content.seq,
    issued: moment(content.issued),
    prefixes: joined(isAdded ? known.prefixes : new Uint8Array(), prefixes),
    cascade,
    coversUntil: cascade ? moment(content.covers_until) : null,
  };
}

function readIndex(content, known) {
  require(content.format === "sotiem-lists-1", "list_wrong");
  const issued = moment(content.issued);
  require(!known || known.issued <= issued, "list_older");
  return { issued, revocations: content.revocations, rules: content.rules ?? 0 };
}

export function readTrust(content, known) {
  require(content.format === "sotiem-trust-list-1" && Number.isInteger(content.seq), "list_wrong");
  require(!known || known.seq <= content.seq, "list_older");
  const signers = content.signers.map((each) => ({
    kid: toHex(fromBase64(each.kid)),
    spki: each.spki,
    alg: each.alg,
    usage: each.usage,
    notBefore: moment(each.not_before),
    notAfter: moment(each.not_after),
    country: each.country,
  }));
  return { seq: content.seq, issued: moment(content.issued), signers };
}

/** Reads the list of rules in place of the one known before; an older one is refused. */
export function readRules(content, known) {
  require(content.format === "sotiem-rules-1" && Number.isInteger(content.seq), "list_wrong");
  require(!known || known.seq <= content.seq, "list_older");
  require(Array.isArray(content.sets), "list_wrong");
  const sets = content.sets.map(({ number, valid_from, valid_to, rules }) => {
    require(Number.isInteger(number) && Array.isArray(rules?.Tiers), "list_wrong");
    return { number, from: moment(valid_from), to: valid_to === null ? null : moment(valid_to), rules };
  });
  return { seq: content.seq, issued: moment(content.issued), sets };
}

async function fetched(address, keys) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
  require(answer.ok, "list_not_reached");
  return opened(await answer.text(), keys);
}

function unpacked(part) {
  try {
    return Object(JSON.parse(new TextDecoder().decode(fromBase64(part))));
  } catch {
    throw new Refused("list_wrong");
  }
}

function moment(text) {
  const at = Date.parse(text);
  require(!Number.isNaN(at), "list_wrong");
  return at;
}
