// Reads QR codes: by the browser itself where it can, else by the reader we bring.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from "barcode-detector/ponyfill";

/** A detector of QR codes in videos and pictures; `wasm` is the address of ours. */
export async function readerOf(wasm) {
  try {
    const formats = (await globalThis.BarcodeDetector?.getSupportedFormats()) ?? [];
    if (formats.includes("qr_code")) {
      const native = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
      await native.detect(new ImageData(8, 8)); // some promise it and cannot
      return native;
    }
  } catch {
    // The reader we bring takes over.
  }
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new Ponyfill({ formats: ["qr_code"] });
}
