/** The screen stays on while somebody looks at the code; where the browser cannot, nothing is lost. */
export async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // refused, for instance when the battery is low
  }
}
