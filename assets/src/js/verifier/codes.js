// Finds the QR codes in what a camera or a picture shows.
const LONGEST = 2400; // pixels of a side; the code of a certificate needs a tenth of them

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

  ask(new ImageData(64, 64)).catch(() => {}); // compiles the reader before somebody scans
  return { read };
}
