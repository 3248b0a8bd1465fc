// Reads the QR codes of a picture, beside the page, so that the page never waits for it.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

let reading = null;

/** The reader is compiled with the first picture; the page sends an example when it opens. */
function reader(wasm) {
  if (!reading) {
    prepareZXingModule({ overrides: { locateFile: () => wasm } });
    reading = new BarcodeDetector({ formats: ["qr_code"] });
  }
  return reading;
}

addEventListener("message", async ({ data: { wasm, number, pixels, width, height } }) => {
  try {
    const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
    const codes = await reader(wasm).detect(picture);
    postMessage({ number, texts: codes.map(({ rawValue }) => rawValue) });
  } catch {
    postMessage({ number, texts: null });
  }
});
