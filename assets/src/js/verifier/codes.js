// Finds the QR codes in what a camera or a picture shows.
const LONGEST = 2400; // pixels of a side; the code of a certificate needs a tenth of them

// A code of 21 x 21 modules, a row each: with it the reader does all once before somebody scans.
const EXAMPLE = [
  0x1fcb7f, 0x105a41, 0x17595d, 0x174a5d, 0x17515d, 0x105341, 0x1fd57f, 0x1f00, 0x1a6c76, 0x43c4f,
  0x13718e, 0x1c1206, 0xef150, 0x1a3e, 0x1fd4aa, 0x1047bb, 0x174e77, 0x175e0f, 0x174111, 0x1058d5,
  0x1fd71c,
];
const [PIXELS, RIM] = [8, 4];

/** A reader at work: `read` gives the texts in a video or picture, its newest frame first. */
export function openCodes({ reader, wasm }) {
  const worker = new Worker(reader);
  const waiting = new Map();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const address = new URL(wasm, document.baseURI).href;
  let last = 0;
  let isBroken = false;
  worker.addEventListener("message", ({ data: { number, texts } }) => {
    const { resolve, reject } = waiting.get(number);
    waiting.delete(number);
    if (texts) resolve(texts);
    else reject(new Error("codes"));
  });
  worker.addEventListener("error", () => {
    isBroken = true;
    for (const { reject } of waiting.values()) reject(new Error("codes"));
    waiting.clear();
  });

  async function ask({ data, width, height }) {
    if (isBroken) throw new Error("codes");
    const number = (last += 1);
    const answer = new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
    worker.postMessage({ number, wasm: address, pixels: data.buffer, width, height }, [data.buffer]);
    return answer;
  }

  async function read(shown) {
    const [wide, high] = [shown.videoWidth ?? shown.width, shown.videoHeight ?? shown.height];
    if (!wide) return [];
    const part = Math.min(1, LONGEST / Math.max(wide, high));
    [canvas.width, canvas.height] = [Math.round(wide * part), Math.round(high * part)];
    context.drawImage(shown, 0, 0, canvas.width, canvas.height);
    return ask(context.getImageData(0, 0, canvas.width, canvas.height));
  }

  ask(example()).catch(() => {});
  return { read };
}

function example() {
  const side = (EXAMPLE.length + 2 * RIM) * PIXELS;
  const { data } = new ImageData(side, side);
  const isDark = (row, column) => (EXAMPLE[row] >> (EXAMPLE.length - 1 - column)) & 1;
  for (let at = 0; at < side * side; at += 1) {
    const [row, column] = [Math.floor(at / side), at % side].map((place) => Math.floor(place / PIXELS) - RIM);
    const isInside = column >= 0 && column < EXAMPLE.length && row >= 0 && row < EXAMPLE.length;
    data.fill(isInside && isDark(row, column) ? 0 : 255, 4 * at, 4 * at + 3);
    data[4 * at + 3] = 255;
  }
  return { data, width: side, height: side };
}
