// The text that a QR code carries, and the claims (CWT) around the payload.
import * as base45 from "./base45.js";
import * as cbor from "./cbor.js";
import { Refused, require } from "./refused.js";

const PREFIX = "HC1:";
const MAX_TEXT = 4296;
const MAX_INFLATED = 64 * 1024;
const [ISSUER, EXPIRES_AT, ISSUED_AT, HCERT, DCC] = [1, 4, 6, -260, 1];

/** Takes off what marks the text as a health certificate. Blanks are Base45 characters and stay. */
export function stripPrefix(text) {
  const stripped = text.replace(/^[\r\n]+|[\r\n]+$/g, "");
  require(stripped.length <= MAX_TEXT, "text_too_long");
  require(stripped.startsWith(PREFIX), "prefix_missing");
  return stripped.slice(PREFIX.length);
}

export const fromBase45 = base45.decode;

/** Unpacks a message, up to a size that no honest certificate reaches. */
export async function inflate(data) {
  const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = unpacked.getReader();
  const whole = new Uint8Array(MAX_INFLATED);
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Refused("inflate_wrong");
    });
    if (done) return whole.slice(0, size);
    if (size + value.length > MAX_INFLATED) {
      reader.cancel().catch(() => {});
      throw new Refused("inflate_too_large");
    }
    whole.set(value, size);
    size += value.length;
  }
}

/** Reads who issued a payload, and from when to when it holds (milliseconds). */
export function claimsIn(bytes) {
  const claims = cbor.decode(bytes);
  const hcert = claims instanceof Map ? claims.get(HCERT) : null;
  const fields = hcert instanceof Map ? hcert.get(DCC) : null;
  require(fields instanceof Map, "claims_wrong");
  const issuer = claims.get(ISSUER);
  return {
    issuer: typeof issuer === "string" ? issuer : null,
    issuedAt: moment(claims.get(ISSUED_AT)),
    expiresAt: moment(claims.get(EXPIRES_AT)),
    fields,
  };
}

function moment(value) {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.getTime();
  require(typeof value === "number" && Math.abs(value) < 2.5e11, "claims_wrong");
  return value * 1000;
}
