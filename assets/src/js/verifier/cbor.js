// CBOR from strangers: shallow, without a key twice, without surprises behind its end.
import { Refused, require } from "./refused.js";

const MAX_DEPTH = 16;
const ENDLESS = 31;
const DAY = 86_400_000;
const BREAK = Symbol("break");
// Big numbers, patterns, shared references and the like: a certificate needs none of them.
const REFUSED = [2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 256, 258, 260, 261, 43000];

/** A value under a tag that is no date. */
export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/** Reads exactly one value: maps as Map, bytes as Uint8Array, dates as Date, days as text. */
export function decode(data) {
  const reader = new Reader(data);
  let value;
  try {
    value = reader.value(0);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("cbor_wrong");
  }
  require(value !== BREAK, "cbor_wrong");
  require(reader.at === data.length, "trailing_bytes");
  return value;
}

class Reader {
  constructor(data) {
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.at = 0;
  }

  value(depth) {
    require(depth <= MAX_DEPTH, "cbor_wrong");
    const first = this.view.getUint8(this.at++);
    const [major, info] = [first >> 5, first & 31];
    if (major === 7) return this.simple(info);
    const count = this.count(info);
    require(count !== ENDLESS || info !== ENDLESS || (major > 1 && major < 6), "cbor_wrong");
    const endless = info === ENDLESS;
    switch (major) {
      case 0: return count;
      case 1: return -1 - count;
      case 2: return endless ? joined(this.parts(depth, Uint8Array)) : this.bytes(count);
      case 3: return endless ? this.parts(depth, String).join("") : this.text(count);
      case 4: return endless ? this.untilBreak(depth) : this.list(count, depth);
      case 5: return this.map(endless ? this.untilBreak(depth) : this.list(2 * count, depth));
      default: return tagged(count, this.value(depth + 1));
    }
  }

  count(info) {
    if (info < 24 || info === ENDLESS) return info;
    require(info < 28, "cbor_wrong");
    const size = 2 ** (info - 24);
    const at = this.at;
    this.at += size;
    if (size === 1) return this.view.getUint8(at);
    if (size === 2) return this.view.getUint16(at);
    if (size === 4) return this.view.getUint32(at);
    const large = Number(this.view.getBigUint64(at));
    require(Number.isSafeInteger(large), "cbor_wrong");
    return large;
  }

  bytes(count) {
    require(count <= this.data.length - this.at, "cbor_wrong");
    this.at += count;
    return this.data.slice(this.at - count, this.at);
  }

  text(count) {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes(count));
  }

  list(count, depth) {
    require(count <= this.data.length - this.at, "cbor_wrong");
    return Array.from({ length: count }, () => this.held(depth));
  }

  held(depth) {
    const value = this.value(depth + 1);
    require(value !== BREAK, "cbor_wrong");
    return value;
  }

  untilBreak(depth) {
    const values = [];
    for (let value = this.value(depth + 1); value !== BREAK; value = this.value(depth + 1))
      values.push(value);
    return values;
  }

  parts(depth, kind) {
    const parts = this.untilBreak(depth);
    require(parts.every((part) => Object(part) instanceof kind), "cbor_wrong");
    return parts;
  }

  map(flat) {
    require(flat.length % 2 === 0, "cbor_wrong");
    const map = new Map();
    for (let at = 0; at < flat.length; at += 2) {
      require(!map.has(flat[at]), "cbor_wrong");
      map.set(flat[at], flat[at + 1]);
    }
    return map;
  }

  simple(info) {
    const at = this.at;
    if (info === ENDLESS) return BREAK;
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    require(info >= 25 && info <= 27, "cbor_wrong");
    this.at += 2 ** (info - 24);
    if (info === 25) return half(this.view.getUint16(at));
    return info === 26 ? this.view.getFloat32(at) : this.view.getFloat64(at);
  }
}

function half(bits) {
  const [sign, power, rest] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (power === 31) return rest ? NaN : sign * Infinity;
  return sign * (power ? 2 ** (power - 25) * (1024 + rest) : 2 ** -24 * rest);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

function tagged(tag, value) {
  require(!REFUSED.includes(tag), "cbor_wrong");
  if (tag === 0 && typeof value === "string") return moment(Date.parse(value));
  if (tag === 1 && typeof value === "number") return moment(value * 1000);
  if (tag === 100 && typeof value === "number") return moment(value * DAY).toISOString().slice(0, 10);
  if (tag === 1004 && typeof value === "string") return value;
  return tag === 55799 ? value : new Tagged(tag, value);
}

function moment(milliseconds) {
  require(Math.abs(milliseconds) < 8.64e15, "cbor_wrong");
  return new Date(milliseconds);
}
