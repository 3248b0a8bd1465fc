import { Refused } from "./refused.js";

/** Reads bytes in either alphabet of Base64, with or without its padding. */
export function fromBase64(text) {
  try {
    const plain = atob(String(text).replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  } catch {
    throw new Refused("list_wrong");
  }
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
