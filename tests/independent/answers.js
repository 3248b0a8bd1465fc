// Reads one JSON object a line and answers each with one line, by libraries that share no code with ours:
// {text, kid, spki} with what a verifier of certificates says of it, {pixels, width, height} with the
// text of the QR code in a grey picture (null: there is none to be read).
import { createInterface } from "node:readline";
import { addCachedKeys, unpackAndVerify } from "@pathcheck/dcc-sdk";
import decodeQR from "qr/decode.js";

console.log = console.warn = () => {}; // the library talks on the channel of the answers

async function verified({ text, kid, spki }) {
  addCachedKeys({ [kid]: spki });
  const { status, contents } = await unpackAndVerify(text);
  return { status, birthDate: contents?.get?.(-260)?.get(1)?.dob ?? null };
}

function read({ pixels, width, height }) {
  const grey = Buffer.from(pixels, "base64");
  const data = new Uint8Array(4 * grey.length).fill(255);
  grey.forEach((value, at) => data.fill(value, 4 * at, 4 * at + 3));
  try {
    return { text: decodeQR({ width, height, data }) };
  } catch {
    return { text: null };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const answer = asked.pixels ? read(asked) : await verified(asked);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
