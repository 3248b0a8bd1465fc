// Is a certificate revoked? By sorted prefixes of hashes, or by a cascade of filters, which is exact
// for certificates issued until a moment.
import { Refused, require } from "./refused.js";

const PREFIX_BYTES = 8;
const HEAD_BYTES = 16;
const MOST_LEVELS = 32;

/** The first half of the hash of a signature; of ES256 only r, since (r, n - s) holds as well. */
export async function signatureHash(algorithm, signature) {
  const told = algorithm === "ES256" ? signature.slice(0, 32) : signature;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", told)).slice(0, 16);
}

/** Says whether the list of a key names the certificate of this hash, issued then. */
export function isRevoked(list, hash, issuedAt) {
  if (list.cascade && issuedAt <= list.coversUntil) return cascadeHas(list.cascade, hash);
  return prefixesHave(list.prefixes, hash);
}

/** Joins two sorted runs of prefixes, each prefix once. */
export function joined(one, other) {
  const texts = new Set([...prefixTexts(one), ...prefixTexts(other)]);
  const sorted = [...texts].sort();
  return Uint8Array.from(sorted.join(""), (letter) => letter.charCodeAt(0));
}

/** Reads a cascade, or refuses it: a name, how many levels, and each of them. */
export function readCascade(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const isNamed = data.length >= 8 && String.fromCharCode(...data.slice(0, 4)) === "STC1";
  require(isNamed && view.getUint32(4) <= MOST_LEVELS, "list_wrong");
  const levels = [];
  let at = 8;
  for (let left = view.getUint32(4); left > 0; left -= 1) {
    require(data.length - at >= HEAD_BYTES, "list_wrong");
    const [seed, length, segments] = [0, 4, 8].map((place) => view.getUint32(at + place));
    const end = at + HEAD_BYTES + (segments + 2) * length;
    require(length && Number.isInteger(Math.log2(length)) && segments, "list_wrong");
    require(end <= data.length, "list_wrong");
    levels.push({ seed, length, segments, table: data.subarray(at + HEAD_BYTES, end) });
    at = end;
  }
  if (at !== data.length) throw new Refused("trailing_bytes");
  return levels;
}

function cascadeHas(levels, hash) {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  const words = [0, 4, 8, 12].map((at) => view.getUint32(at));
  const stop = levels.findIndex((level) => !filterHas(level, words));
  return (stop < 0 ? levels.length : stop) % 2 === 1;
}

function filterHas({ seed, length, segments, table }, words) {
  const one = mixed(words[0] ^ seed);
  const two = mixed(words[1] ^ one);
  const three = mixed(words[2] ^ two);
  const begin = Math.floor((one * segments) / 2 ** 32);
  const offsets = [two, three, (three >>> 16) ^ (two >>> 13)];
  const places = offsets.map((offset, nth) => (begin + nth) * length + ((offset & (length - 1)) >>> 0));
  const given = places.reduce((byte, place) => byte ^ table[place], 0);
  return given === mixed(words[3] ^ three) >>> 24;
}

/** The last step of MurmurHash3, in whole numbers of 32 bits. */
function mixed(value) {
  let word = value ^ (value >>> 16);
  word = Math.imul(word, 0x85ebca6b);
  word ^= word >>> 13;
  word = Math.imul(word, 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

function prefixesHave(prefixes, hash) {
  let [low, high] = [0, prefixes.length / PREFIX_BYTES];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compared(prefixes, middle, hash) < 0) low = middle + 1;
    else high = middle;
  }
  return low < prefixes.length / PREFIX_BYTES && compared(prefixes, low, hash) === 0;
}

function compared(prefixes, number, hash) {
  for (let at = 0; at < PREFIX_BYTES; at += 1) {
    const difference = prefixes[number * PREFIX_BYTES + at] - hash[at];
    if (difference) return difference;
  }
  return 0;
}

function* prefixTexts(prefixes) {
  for (let at = 0; at < prefixes.length; at += PREFIX_BYTES)
    yield String.fromCharCode(...prefixes.subarray(at, at + PREFIX_BYTES));
}
