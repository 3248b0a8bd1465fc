// In the place of a camera: thirty frames a second, and the moment at which each thing happened.
(() => {
  const [WIDTH, HEIGHT, SIDE] = [1280, 720, 560];
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext("2d");
  const probe = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  const [left, top] = [(WIDTH - SIDE) / 2, (HEIGHT - SIDE) / 2];
  let code = null;
  let drawnAt = 0;
  let frames = 0;

  function draw() {
    context.fillStyle = "#787878";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = (frames += 1) % 2 ? "#707070" : "#808080"; // a camera never gives a frame twice
    context.fillRect(0, 0, 8, 8);
    if (!code) return;
    context.drawImage(code, left, top, SIDE, SIDE);
    drawnAt ||= performance.now();
  }
  setInterval(draw, 1000 / 30);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);

  function showsCode(video) {
    probe.drawImage(video, left + 4, top + 4, 1, 1, 0, 0, 1, 1); // the white rim of the code
    return probe.getImageData(0, 0, 1, 1).data[0] > 200;
  }

  function frameOf(video) {
    return new Promise((found) => {
      const look = (_, { presentationTime }) =>
        showsCode(video) ? found(presentationTime) : video.requestVideoFrameCallback(look);
      video.requestVideoFrameCallback(look);
    });
  }

  function verdictOn(result) {
    return new Promise((found) => {
      const observer = new MutationObserver(() => {
        if (result.hidden) return;
        observer.disconnect();
        found(performance.now());
      });
      observer.observe(result, { attributes: true, attributeFilter: ["hidden"] });
    });
  }

  /** Scans a code that comes before the camera after a while; milliseconds until the verdict. */
  window.scanOne = async (picture, after) => {
    const part = (name) => document.querySelector(`[data-${name}]`);
    const image = new Image();
    image.src = picture;
    await image.decode();
    code = null;
    drawnAt = 0;
    if (!part("result").hidden) part("again").click();
    else part("start").click();
    const video = part("video");
    while (!video.videoWidth) await new Promise((go) => setTimeout(go, 10));
    await new Promise((go) => setTimeout(go, after));
    const moments = Promise.all([frameOf(video), verdictOn(part("result"))]);
    code = image;
    const [frame, verdict] = await moments;
    return { fromFrame: verdict - frame, fromDrawing: verdict - drawnAt, title: part("title").textContent };
  };
})();
