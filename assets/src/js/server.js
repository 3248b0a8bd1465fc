// What pages that go on without a network ask the server, and why it may give no answer.
/** What is sent now is kept; `state` says why, in the words of the page. */
export class Unsent extends Error {
  state = "offline";
  pause = 0;
}

export class NoNetwork extends Unsent {}

export class SignedOut extends Unsent {
  state = "signed_out";
}

/** The server is there and fails, or asks for patience (`pause` in milliseconds). */
export class Trouble extends Unsent {
  state = "trouble";

  constructor(status, pause = 0) {
    super(String(status));
    Object.assign(this, { pause, isBusy: status === 429 || status === 503 });
  }
}

/** The server will not take this from who is signed in. */
export class NotTaken extends Unsent {
  state = "not_taken";
}

const PATIENCE = 15000;
const PASSING = [408, 425, 429];

function problemOf(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) return new SignedOut();
  if (answer.status >= 500 || PASSING.includes(answer.status)) {
    return new Trouble(answer.status, 1000 * (Number(answer.headers.get("Retry-After")) || 0));
  }
  return new NotTaken(String(answer.status));
}

export class Server {
  csrf = "";

  constructor(told) {
    this.told = told;
  }

  async #fetch(address, { patient = PATIENCE, ...options } = {}) {
    const patience = AbortSignal.timeout(patient);
    const both = options.signal && AbortSignal.any?.([options.signal, patience]);
    const signal = both || options.signal || patience;
    try {
      return await fetch(address, { ...options, signal, redirect: "manual", cache: "no-store" });
    } catch (problem) {
      if (options.signal?.aborted) throw problem;
      throw new NoNetwork();
    }
  }

  async #read(answer) {
    if (!answer.ok) throw problemOf(answer);
    try {
      return await answer.json();
    } catch {
      throw new Trouble(answer.status); // something else answered, or only half of it came
    }
  }

  /** Who is signed in, and the server's half of her key. */
  async introduce() {
    const told = await this.#read(await this.#fetch(this.told.key));
    this.csrf = told.csrf;
    return told;
  }

  /** After signing in anew the token is another one: then it is asked for once more. */
  async post(address, options) {
    if (!this.csrf) await this.introduce();
    const send = () => {
      const headers = { ...options.headers, "X-CSRFToken": this.csrf };
      return this.#fetch(address, { ...options, method: "POST", headers });
    };
    let answer = await send();
    if (answer.status === 403) {
      await this.introduce();
      answer = await send();
    }
    return this.#read(answer);
  }

  send(entries, to = this.told.send) {
    const headers = { "Content-Type": "application/json" };
    return this.post(to, { headers, body: JSON.stringify({ entries }) });
  }

  look(form, signal) {
    return this.post(this.told.look, { body: new URLSearchParams(new FormData(form)), signal });
  }
}

/** A sentence of the page with its values put in. */
export function say(told, key, values = {}) {
  return told.texts[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}
