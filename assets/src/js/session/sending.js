// Sends what waits, in order and once, and says all the while how many wait.
import { NoNetwork, SignedOut, say } from "./server.js";

const AT_ONCE = 20;
const SHORTEST = 2000;
const LONGEST = 60000;

export class Sending {
  offline = !navigator.onLine;
  signedOut = false;
  wait = SHORTEST;

  constructor({ told, server, queue, place, onMend, onLast }) {
    Object.assign(this, { told, server, queue, place, onMend, onLast });
    this.words = place.querySelector("[data-queue-words]");
    this.list = place.querySelector("[data-queue-refused]");
    place.hidden = false;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => {
      this.offline = true;
      this.show();
    });
    document.addEventListener("visibilitychange", () => !document.hidden && this.now());
  }

  now() {
    this.wait = SHORTEST;
    return this.send();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  /** One window of the tablet sends at a time. */
  async send() {
    const once = () => this.#sendAll();
    const locks = navigator.locks;
    await (locks ? locks.request("sotiem-send", { ifAvailable: true }, (held) => held && once()) : once());
    await this.show();
  }

  async #sendAll() {
    try {
      const who = await this.server.introduce();
      await this.queue.unlock(who);
      this.offline = this.signedOut = false;
      for (let rows; (rows = await this.#next()).length; ) await this.#sendSome(rows);
    } catch (problem) {
      if (problem instanceof SignedOut) {
        this.offline = false;
        this.signedOut = true;
      } else if (problem instanceof NoNetwork) {
        this.offline = true;
        this.#later();
      } else throw problem;
    }
  }

  async #next() {
    const rows = await this.queue.mine({ refused: false });
    return rows.filter((row) => row.to === rows[0].to).slice(0, AT_ONCE);
  }

  async #sendSome(rows) {
    const entries = rows.map((row) => ({ ...row.entry, offline: true }));
    const { answers, last } = await this.server.send(entries, rows[0].to);
    for (const [index, row] of rows.entries()) {
      const answer = answers[index];
      if (answer?.client_id !== row.clientId) throw new NoNetwork();
      if (answer.outcome === "refused") {
        const why = Object.values(answer.errors).join(" ");
        await this.queue.keep({ ...row.entry, why }, row.to, { ...row, refused: true });
      } else await this.queue.remove(row.seq);
    }
    if (rows[0].to === this.told.send) this.onLast?.(last);
    await this.show();
  }

  /** How many wait, since when, and whether there is a network: in words. */
  async show() {
    const { waiting, since, refused, others } = await this.queue.count();
    const say_ = (key, values) => say(this.told, key, values);
    const words = [say_(this.offline ? "offline" : this.signedOut ? "signed_out" : "online")];
    if (waiting) {
      const at = new Date(since).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      words.push(say_("waiting", { n: waiting, since: at }));
    } else if (!this.signedOut && !this.offline) words.push(say_("all_sent"));
    if (refused) words.push(say_("refused", { n: refused }));
    if (others) words.push(say_("others", { n: others }));
    if (!this.queue.key) words.push(say_("locked"));
    const text = words.join(" ");
    if (this.words.textContent !== text) this.words.textContent = text;
    this.place.dataset.waiting = waiting;
    this.place.classList.toggle("st-queue--waits", this.offline || waiting + refused > 0);
    if (this.signedOut) this.words.append(" ", this.#signInLink());
    await this.#showRefused();
  }

  #signInLink() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `${this.told.signIn}?next=${encodeURIComponent(this.told.here)}`;
    link.textContent = say(this.told, "sign_in");
    return link;
  }

  async #showRefused() {
    const rows = await this.queue.mine({ refused: true });
    this.list.replaceChildren(
      ...rows.map((row) => {
        const item = document.createElement("li");
        item.append(`${row.entry.full_name}: ${row.entry.why} `);
        item.append(this.#button("mend", () => this.#mend(row)), " ");
        item.append(this.#button("discard", () => this.#discard(row)));
        return item;
      }),
    );
  }

  #button(key, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary st-queue__button";
    button.textContent = say(this.told, key);
    button.addEventListener("click", act);
    return button;
  }

  /** It stays in the queue until the mended one is recorded or kept under the same id. */
  #mend(row) {
    this.onMend(row.entry, () => this.queue.remove(row.seq).then(() => this.show()));
  }

  async #discard(row) {
    if (!confirm(say(this.told, "discard_sure"))) return;
    await this.queue.remove(row.seq);
    await this.show();
  }
}
