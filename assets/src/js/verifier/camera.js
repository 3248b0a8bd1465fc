// The rear camera, watched until somebody shows a code.
const EVERY = 60;
const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };

export async function open(video) {
  video.srcObject = await navigator.mediaDevices.getUserMedia(WANTED);
  video.hidden = false;
  await video.play();
}

/** Gives each text that the camera sees to `onText`, until that says true or the camera is off. */
export async function watch(video, reader, onText) {
  while (video.srcObject) {
    const codes = await reader.detect(video).catch(() => []);
    for (const { rawValue } of codes) if (video.srcObject && (await onText(rawValue))) return;
    await new Promise((go) => setTimeout(go, EVERY));
  }
}

export function stop(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  video.hidden = true;
}

/** Whether this camera has a light that can be switched on. */
export function hasTorch(video) {
  return Boolean(trackOf(video)?.getCapabilities?.().torch);
}

export function light(video, isOn) {
  return trackOf(video).applyConstraints({ advanced: [{ torch: isOn }] });
}

function trackOf(video) {
  return video.srcObject?.getVideoTracks()[0];
}
