// Agreeing to notifications in this browser: ask, subscribe, and send the form.
for (const form of document.querySelectorAll("[data-push]")) {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
      const { worker, scope, key } = form.dataset;
      const registered = await navigator.serviceWorker.register(worker, { scope });
      const options = { userVisibleOnly: true, applicationServerKey: key };
      await ready(registered);
      const told = (await registered.pushManager.subscribe(options)).toJSON();
      form.elements.endpoint.value = told.endpoint;
      form.elements.key.value = told.keys.p256dh;
      form.elements.secret.value = told.keys.auth;
      form.submit();
    } catch {
      form.querySelector("[data-push-failed]").hidden = false;
    }
  });
}

function ready(registered) {
  const worker = registered.installing || registered.waiting;
  if (!worker || registered.active) return null;
  return new Promise((done) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && done());
  });
}
