// What the pages of a session ask the server. No network and no signing in are told apart.
export class NoNetwork extends Error {}
export class SignedOut extends Error {}

const PATIENCE = 15000;

export class Server {
  csrf = "";

  constructor(told) {
    this.told = told;
  }

  async #ask(address, options = {}) {
    const patience = AbortSignal.timeout(PATIENCE);
    const both = options.signal && AbortSignal.any?.([options.signal, patience]);
    const signal = both || options.signal || patience;
    let answer;
    try {
      answer = await fetch(address, { ...options, signal, redirect: "manual", cache: "no-store" });
    } catch (problem) {
      if (options.signal?.aborted) throw problem;
      throw new NoNetwork();
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
    if (!answer.ok) throw new NoNetwork();
    return answer.json();
  }

  /** Who is signed in, and the server's half of her key. */
  async introduce() {
    const told = await this.#ask(this.told.key);
    this.csrf = told.csrf;
    return told;
  }

  async send(entries, to = this.told.send) {
    if (!this.csrf) await this.introduce();
    return this.#ask(to, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify({ entries }),
    });
  }

  async look(form, signal) {
    if (!this.csrf) await this.introduce();
    return this.#ask(this.told.look, {
      method: "POST",
      headers: { "X-CSRFToken": this.csrf },
      body: new URLSearchParams(new FormData(form)),
      signal,
    });
  }
}

/** A sentence of the page with its values put in. */
export function say(told, key, values = {}) {
  return told.texts[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}
