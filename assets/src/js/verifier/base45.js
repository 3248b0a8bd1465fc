// Base45 (RFC 9285): three characters are two bytes, the last two may be one.
import { require } from "./refused.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/** Reads Base45 text back; every text stands for at most one sequence of bytes. */
export function decode(text) {
  require(text.length % 3 !== 1, "base45_wrong");
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const letters = [...text.slice(at, at + 3)];
    require(letters.every((letter) => VALUES.has(letter)), "base45_wrong");
    const value = letters.reduceRight((sum, letter) => sum * 45 + VALUES.get(letter), 0);
    require(value <= (letters.length === 3 ? 0xffff : 0xff), "base45_wrong");
    if (letters.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
