// Reads a card with the camera.
import { readerOf } from "../reader.js";

const EVERY = 150;

/** Shows the camera until `onText` takes a text; a second call ends it. */
export async function scan(video, wasm, onText) {
  if (video.srcObject) return stop(video);
  const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
  video.srcObject = await navigator.mediaDevices.getUserMedia(wanted);
  video.hidden = false;
  await video.play();
  const detector = await readerOf(wasm);
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
