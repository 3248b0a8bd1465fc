// COSE_Sign1 (RFC 9052): the envelope that carries the signed bytes and names the key.
import * as cbor from "./cbor.js";
import { fromBase64 } from "./base64.js";
import { require } from "./refused.js";

const [ALG, CRIT, KID] = [1, 2, 4];
const [SIGN1, CWT] = [18, 61];
const NAMES = new Map([[-7, "ES256"], [-37, "PS256"]]);
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const KINDS = {
  ES256: { key: CURVE, check: { name: "ECDSA", hash: "SHA-256" } },
  PS256: { key: { name: "RSA-PSS", hash: "SHA-256" }, check: { name: "RSA-PSS", saltLength: 32 } },
};
const imported = new Map();

/** Takes a message apart: tagged 18, tagged 61 and 18, or not tagged at all. */
export function decode(data) {
  let value = cbor.decode(data);
  if (value instanceof cbor.Tagged && value.tag === CWT) {
    value = value.value;
    require(value instanceof cbor.Tagged, "cose_wrong");
  }
  if (value instanceof cbor.Tagged && value.tag === SIGN1) value = value.value;
  require(Array.isArray(value) && value.length === 4, "cose_wrong");
  const [protectedHeader, unprotected, payload, signature] = value;
  const bytes = [protectedHeader, payload, signature];
  require(bytes.every((each) => each instanceof Uint8Array), "cose_wrong");
  require(unprotected instanceof Map, "cose_wrong");
  const header = protectedHeader.length ? cbor.decode(protectedHeader) : new Map();
  require(header instanceof Map, "cose_wrong");
  // What the signature covers wins over what anyone may have added.
  const told = (key) => (header.has(key) ? header.get(key) : unprotected.get(key));
  const kid = told(KID);
  return {
    kid: kid instanceof Uint8Array ? kid : null,
    algorithm: told(ALG),
    hasCriticalHeaders: header.has(CRIT),
    protectedHeader,
    payload,
    signature,
  };
}

/** Names the algorithm of a message, if it is one of the two allowed. */
export function algorithmOf(message) {
  require(!message.hasCriticalHeaders, "critical_header");
  require(NAMES.has(message.algorithm), "algorithm_not_allowed");
  return NAMES.get(message.algorithm);
}

/** Says whether the owner of this key (spki, as lists have it) signed the message. */
export async function isSignedBy(message, { spki, alg }) {
  return holds({ spki, alg }, message.signature, signedBytes(message));
}

/** Says whether the owner of a key signed these bytes; a key the browser refuses signed nothing. */
export async function holds({ spki, alg }, signature, bytes) {
  const key = await keyOf(spki, alg);
  return key !== null && crypto.subtle.verify(KINDS[alg].check, key, signature, bytes);
}

function keyOf(spki, alg) {
  const known = imported.get(alg + spki);
  if (known) return known;
  const importing = crypto.subtle
    .importKey("spki", fromBase64(spki), KINDS[alg].key, false, ["verify"])
    .catch(() => null);
  imported.set(alg + spki, importing);
  return importing;
}

function signedBytes({ protectedHeader, payload }) {
  const context = [...new TextEncoder().encode("Signature1")];
  const parts = [0x84, 0x6a, ...context, ...sized(protectedHeader), 0x40, ...sized(payload)];
  return Uint8Array.from(parts);
}

function sized(bytes) {
  const size = bytes.length;
  if (size < 24) return [0x40 | size, ...bytes];
  return size < 256 ? [0x58, size, ...bytes] : [0x59, size >> 8, size & 255, ...bytes];
}
