// Reads a card with the camera: by the browser itself where it can, else by the reader we bring.
import { BarcodeDetector as Ponyfill, prepareZXingModule } from "barcode-detector/ponyfill";

const EVERY = 150;

async function detectorOf(wasm) {
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

/** Shows the camera until `onText` takes a text; a second call ends it. */
export async function scan(video, wasm, onText) {
  if (video.srcObject) return stop(video);
  const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
  video.srcObject = await navigator.mediaDevices.getUserMedia(wanted);
  video.hidden = false;
  await video.play();
  const detector = await detectorOf(wasm);
  while (video.srcObject) {
    const codes = await detector.detect(video).catch(() => []);
    if (codes.some((code) => onText(code.rawValue))) return stop(video);
    await new Promise((go) => setTimeout(go, EVERY));
  }
}

function stop(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
}
