// Sends what waits, in order and once, and says all the while how many wait and why.
import { NoNetwork, Trouble, Unsent, say } from "../server.js";

const AT_ONCE = 20;
const SHORTEST = 2000;
const LONGEST = 60000;
const MOST_STUCK = 3;

export class Sending {
  state = navigator.onLine ? "online" : "offline";
  wait = SHORTEST;

  /** `onMend` gets an entry back into the form; `onSent` hears what became of each. */
  constructor({ told, server, queue, place, onMend, onLast, onSent }) {
    Object.assign(this, { told, server, queue, place, onMend, onLast, onSent });
    this.words = place.querySelector("[data-queue-words]");
    this.list = place.querySelector("[data-queue-refused]");
    place.hidden = false;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => {
      this.state = "offline";
      this.show();
    });
    document.addEventListener("visibilitychange", () => !document.hidden && this.now());
  }

  now() {
    this.wait = SHORTEST;
    return this.send();
  }

  /** Something was not answered. It is tried again ever later; without signing in not at all. */
  failed(problem) {
    this.state = problem.state;
    clearTimeout(this.timer);
    if (problem.state === "signed_out") return;
    this.timer = setTimeout(() => this.send(), Math.max(this.wait, problem.pause));
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  /** One window of the tablet sends at a time. */
  async send() {
    clearTimeout(this.timer);
    const once = () => this.#sendAll();
    const locks = navigator.locks;
    await (locks ? locks.request("sotiem-send", { ifAvailable: true }, (held) => held && once()) : once());
    await this.show();
  }

  async #sendAll() {
    try {
      const who = await this.server.introduce();
      await this.queue.unlock(who);
      await this.#sendRows();
      this.state = "online";
      this.wait = SHORTEST;
    } catch (problem) {
      if (!(problem instanceof Unsent)) throw problem;
      this.failed(problem);
    }
  }

  /** What the server fails on is left for later, so that it does not hold up the others. */
  async #sendRows() {
    const stuck = new Map();
    let atOnce = AT_ONCE;
    for (let rows; (rows = await this.#next(stuck, atOnce)).length; ) {
      try {
        await this.#sendSome(rows);
      } catch (problem) {
        if (!(problem instanceof Trouble) || problem.isBusy) throw problem;
        if (rows.length === 1) stuck.set(rows[0].seq, problem);
        if (stuck.size >= MOST_STUCK) throw problem;
        atOnce = 1;
      }
    }
    for (const problem of stuck.values()) throw problem;
  }

  async #next(stuck, atOnce) {
    const all = await this.queue.mine({ refused: false });
    const rows = all.filter((row) => !stuck.has(row.seq));
    return rows.filter((row) => row.to === rows[0].to).slice(0, atOnce);
  }

  async #sendSome(rows) {
    const entries = rows.map((row) => ({ ...row.entry, offline: true }));
    const { answers, last } = await this.server.send(entries, rows[0].to);
    for (const [index, row] of rows.entries()) {
      const answer = answers?.[index];
      if (answer?.client_id !== row.clientId) throw new NoNetwork();
      if (answer.outcome === "refused") {
        const why = Object.values(answer.errors).join(" ");
        await this.queue.keep({ ...row.entry, why }, row.to, { ...row, refused: true });
      } else await this.queue.remove(row.seq);
      this.onSent?.(row.entry, answer);
    }
    if (rows[0].to === this.told.send) this.onLast?.(last);
    await this.show();
  }

  /** How many wait, since when, and why: in words. */
  async show() {
    const { waiting, since, refused, others } = await this.queue.count();
    const say_ = (key, values) => say(this.told, key, values);
    const words = [say_(this.state)];
    if (waiting) {
      const at = new Date(since).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      words.push(say_("waiting", { n: waiting, since: at }));
    } else if (this.state === "online") words.push(say_("all_sent"));
    if (refused) words.push(say_("refused", { n: refused }));
    if (others) words.push(say_("others", { n: others }));
    if (!this.queue.key) words.push(say_("locked"));
    const text = words.join(" ");
    if (this.words.textContent !== text) this.words.textContent = text;
    this.place.dataset.waiting = waiting;
    this.place.dataset.state = this.state;
    this.place.classList.toggle("st-queue--waits", this.state !== "online" || waiting + refused > 0);
    if (this.state === "signed_out") this.words.append(" ", this.#signInLink());
    await this.#showRefused();
  }

  #signInLink() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `${this.told.signIn}?next=${encodeURIComponent(location.pathname)}`;
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
