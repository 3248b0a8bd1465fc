// Sends the reports that wait, each once: its id is the key by which the server knows it again.
import { NotTaken } from "../server.js";

const PATIENCE = 120_000;
const SAID = "sotiem-book"; // one window or worker sends at a time, and tells the others

export const news = () => new BroadcastChannel(SAID);

function formOf(draft, owner) {
  const form = new FormData();
  const { path, fields } = draft.said;
  for (const [name, value] of fields) form.append(name, value);
  for (const { name, type, bytes } of draft.photos) form.append("photos", new File([bytes], name, { type }));
  // There is nobody to ask about a photo: it goes as it is.
  const more = { owner, path, submission_key: draft.id, anyway: "1" };
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return form;
}

/** `vault` is open, of who is signed in. Gives the codes of what was sent; an `Unsent` tells why not all. */
export async function sendWaiting(vault, server, address) {
  const sent = [];
  let stuck = null; // one that is not taken does not hold up the others
  await navigator.locks.request(SAID, async () => {
    const waiting = (await vault.drafts()).filter(({ state }) => state === "waiting");
    for (const draft of waiting) {
      try {
        const answer = await server.post(address, { body: formOf(draft, vault.owner), patient: PATIENCE });
        await settle(vault, draft, answer);
        if (answer.outcome === "sent") sent.push(answer.code);
      } catch (problem) {
        if (!(problem instanceof NotTaken)) throw problem;
        stuck = problem;
      }
      news().postMessage(draft.id);
    }
  });
  if (stuck) throw stuck;
  return sent;
}

async function settle(vault, draft, { outcome, code, why }) {
  const { title, path } = draft.said;
  if (outcome === "sent") {
    await vault.keepDraft({ ...draft, state: "sent", said: { title, path, fields: [], code }, photos: [] });
  } else if (outcome === "refused" || outcome === "gone") {
    await vault.keepDraft({ ...draft, state: outcome, said: { ...draft.said, why: (why ?? []).join(" ") } });
  } else throw new NotTaken(String(outcome));
}

/** Keep a report to be sent; nothing is changed of one that was sent meanwhile. Says whether it waits. */
export async function keepWaiting(vault, draft) {
  const isKept = await navigator.locks.request(SAID, async () => {
    if (await vault.wasSent(draft.id)) return false;
    await vault.keepDraft({ ...draft, state: "waiting", since: Date.now() });
    return true;
  });
  await wakeLater().catch(() => {}); // where browsers do not, the next opening sends it
  return isKept;
}

async function wakeLater() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register(SAID);
}
