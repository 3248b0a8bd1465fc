import { App } from "./app.js";

export { judge } from "./judge.js";
export { forJudging, openStore, readRevocations, readRules, readTrust, refresh, rulesInForce } from "./lists.js";
export { isRevoked } from "./revoked.js";

const root = document.getElementById("verifier");
if (root) {
  const told = JSON.parse(document.getElementById("verifier-told").textContent);
  navigator.serviceWorker?.register(told.worker).catch(() => {});
  new App(root, told).start().catch(() => {
    document.querySelector("[data-failed]").hidden = false;
  });
}
