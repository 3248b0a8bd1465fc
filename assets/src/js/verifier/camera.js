// The rear camera, watched until somebody shows a code.
const LONGEST = 100; // milliseconds, where a browser does not say when a frame has come
const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };

export async function open(video) {
  video.srcObject = await navigator.mediaDevices.getUserMedia(WANTED);
  video.hidden = false;
  await video.play();
}

/** Gives each text that the camera sees to `onText`, until that says true or the camera is off. */
export async function watch(video, codes, onText) {
  const stream = video.srcObject;
  let frame = nextFrame(video);
  while (video.srcObject === stream) {
    await frame;
    frame = nextFrame(video); // asked for now: one that comes while this is read is looked at next
    if (video.srcObject !== stream) return;
    const texts = await codes.read(video);
    for (const text of texts) if (video.srcObject === stream && (await onText(text))) return;
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

function nextFrame(video) {
  const waits = [new Promise((go) => setTimeout(go, LONGEST))];
  if (video.requestVideoFrameCallback) waits.push(new Promise((go) => video.requestVideoFrameCallback(go)));
  return Promise.race(waits);
}

function trackOf(video) {
  return video.srcObject?.getVideoTracks()[0];
}
