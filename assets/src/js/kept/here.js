// The page of a kept book: keep it, open it, write and send reports, forget it all.
import { NoNetwork, Server, SignedOut, Unsent } from "../server.js";
import { page, refresh } from "./copy.js";
import { fill, lacking, read } from "./draft.js";
import { keepWaiting, news, sendWaiting } from "./sending.js";
import { Vault, introduced, isSomethingKept, unsentOf } from "./vault.js";
import { Waiting } from "./waiting.js";
import { asOf, said } from "./words.js";
import { momentOf } from "../verifier/written.js";

const EASY = /^(\d)\1{5}$|012345|123456|234567|345678|456789|987654|876543|765432|654321|543210/;

export class Here {
  vaults = [];
  shownOf = null;
  vault = null;
  who = null;
  state = "waiting";

  constructor(place, key) {
    this.place = place;
    this.told = JSON.parse(document.getElementById("kept-told").textContent);
    this.server = new Server({ key });
    this.waiting = new Waiting(this.part("waiting"), this);
    this.isHome = location.pathname === this.told.place;
  }

  part(name) {
    return this.place.querySelector(`[data-part=${name}]`);
  }

  say(key, values) {
    return said(this.told.texts[key], values);
  }

  async begin() {
    this.place.hidden = false;
    this.part("open").querySelector("form").addEventListener("submit", (event) => this.#handle(event, this.open));
    this.part("keep").querySelector("form").addEventListener("submit", (event) => this.#handle(event, this.keep));
    this.part("kept").querySelector("[data-update]").addEventListener("click", () => this.update());
    this.place.querySelector("[data-forget]").addEventListener("click", () => this.forget());
    addEventListener("online", () => this.meet());
    news().addEventListener("message", () => this.show());
    if (isSomethingKept()) this.vaults = await Vault.all();
    for (const vault of this.vaults) if (!this.vault && (await vault.openAgain())) this.vault = vault;
    if (this.told.isShell) await this.show();
    await this.meet();
    document.documentElement.dataset.keptReady = "yes";
  }

  #handle(event, act) {
    event.preventDefault();
    event.stopPropagation();
    act.call(this, event.target.elements, event.target.querySelector("[data-said]"));
  }

  /** Ask the server who this is; her book opens with its half, and what waits is sent. */
  async meet() {
    try {
      if (!navigator.onLine) throw new NoNetwork();
      this.who = await introduced(this.server);
      const mine = this.vaults.find(({ owner }) => owner === this.who.owner);
      this.vault = (await mine?.unlock(this.who)) ? mine : null; // another's is closed again
      this.state = "waiting";
      if (this.vault) await sendWaiting(this.vault, this.server, this.told.send);
    } catch (problem) {
      if (!(problem instanceof Unsent)) throw problem;
      this.state = problem instanceof NoNetwork ? "waiting" : problem.state;
      this.isSignedOut = problem instanceof SignedOut;
      if (this.isSignedOut) this.who = null;
    }
    await this.show();
  }

  async show() {
    const { vault, who } = this;
    const closed = this.vaults.filter((each) => each !== vault && each.hasCode);
    this.part("open").hidden = vault !== null || who !== null || !closed.length;
    this.part("keep").hidden = who === null || vault !== null;
    this.part("kept").hidden = vault === null || !this.isHome || who === null;
    this.part("sign-in").hidden = !this.isSignedOut;
    this.part("none").hidden = this.vaults.length > 0 || who !== null;
    this.part("forget").hidden = !this.vaults.length || !this.isHome;
    this.part("lead").hidden = !this.isHome;
    this.part("fresh").hidden = this.isHome || who === null;
    this.#choose(closed);
    const at = this.part("at");
    at.hidden = !vault?.row.copy;
    if (vault?.row.copy) at.textContent = asOf(vault.row.at, Date.now(), this.told.texts);
    await this.waiting.show();
    if (!this.isHome) await this.#showPage();
  }

  #choose(closed) {
    const choice = this.part("open").querySelector("[data-choice]");
    const select = choice.querySelector("select");
    choice.hidden = closed.length < 2;
    select.replaceChildren(
      ...closed.map(({ owner, row }) => new Option(this.say("of_phone", { tail: row.tail, since: momentOf(row.since) }), owner)),
    );
  }

  async #showPage() {
    const place = this.part("page");
    if (this.shownOf === this.vault) return;
    this.shownOf = this.vault;
    if (!this.vault) return place.replaceChildren();
    const copy = await this.vault.copy();
    const path = location.pathname === this.told.signIn ? copy?.home : location.pathname;
    const found = copy?.pages[path];
    if (!found) return place.replaceChildren(note("govuk-body", this.say("needs_network")));
    document.title = found.title;
    place.innerHTML = found.html;
    const form = place.querySelector("form");
    if (form) this.write(form, { id: crypto.randomUUID(), path, title: found.title, html: found.html });
  }

  /** A report's form: what is typed is kept, and sent when there is a network. */
  write(form, { id, path, title, html, photos = [] }) {
    const input = form.querySelector("input[type=file]");
    if (photos.length) input?.before(note("govuk-hint", this.say("photos_kept", { n: photos.length })));
    form.querySelector("button[type=submit], button").textContent = this.say("save");
    const problem = note("govuk-error-message");
    form.prepend(problem);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const missing = lacking(form, photos.length > 0);
      problem.textContent = missing.length ? this.say("fill", { fields: missing.join(", ") }) : "";
      if (missing.length) return;
      const written = await read(form);
      const about = { path, title, html, fields: written.fields };
      const chosen = written.photos.length ? written.photos : photos;
      try {
        const waits = await keepWaiting(this.vault, { id, said: about, photos: chosen });
        if (waits) location.assign(this.told.place);
        else problem.textContent = this.say("sent_meanwhile");
      } catch {
        problem.textContent = this.say("not_saved");
      }
    });
  }

  /** What was written, in its form as it is now; without a network in the form of then. */
  async mend(draft) {
    const { path } = draft.said;
    const now = this.who ? await page(path).catch(() => null) : null;
    const html = now?.html ?? ((await this.vault.copy())?.pages[path]?.html || draft.said.html);
    const place = this.part("page");
    place.innerHTML = html;
    const form = place.querySelector("form");
    if (!form) return place.replaceChildren(note("govuk-body", this.say("needs_network")));
    fill(form, draft.said.fields);
    this.write(form, { ...draft.said, html, id: draft.id, photos: draft.photos });
    place.querySelector("h1")?.setAttribute("tabindex", "-1");
    (place.querySelector("h1") ?? form).focus();
  }

  async open({ code, whose }, told) {
    const closed = this.vaults.filter((each) => each.hasCode);
    const vault = closed.find(({ owner }) => owner === whose.value) ?? closed[0];
    const opened = /^\d{6}$/.test(code.value) && (await vault.open(code.value));
    const { tries } = vault.row;
    told.textContent = opened ? "" : this.say(vault.hasCode ? "bad_code" : "no_code_left", { n: tries });
    code.value = "";
    if (!opened) return code.focus();
    this.vault = vault;
    await this.show();
    this.part("at").focus();
  }

  async keep({ code, again }, told) {
    const wrong = problemOf(code.value, again.value);
    told.textContent = wrong ? this.say(wrong) : "";
    if (wrong) return code.focus();
    const button = code.form.querySelector("button");
    const label = button.textContent;
    Object.assign(button, { disabled: true, textContent: this.say("saving") });
    try {
      this.who = await introduced(this.server);
      const vault = await Vault.make(this.who, code.value);
      await vault.unlock(this.who);
      await refresh(vault, this.who);
      await this.#keepFiles();
      Object.assign(this, { vault, vaults: await Vault.all() });
    } catch {
      return (told.textContent = this.say("not_saved"));
    } finally {
      Object.assign(button, { disabled: false, textContent: label });
    }
    code.value = again.value = "";
    await this.#done("kept_now");
  }

  /** The worker answers for the server when there is no network; it keeps files, nobody's data. */
  async #keepFiles() {
    const { worker, signIn } = this.told;
    await navigator.serviceWorker.register(worker, { scope: signIn });
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const kept = new Promise((done, failed) => {
      port1.onmessage = ({ data }) => (data === "kept" ? done() : failed(new Error(data)));
    });
    active.postMessage("keep", [port2]);
    await kept;
  }

  async update() {
    try {
      this.who = await introduced(this.server);
      await refresh(this.vault, this.who);
      await this.#keepFiles();
      await this.#done("updated");
    } catch {
      await this.#done("not_saved");
    }
  }

  async #done(key) {
    await this.show();
    const said_ = this.part("kept").querySelector("[data-said]");
    said_.textContent = this.say(key);
    said_.focus();
  }

  async forget() {
    const unsent = await unsentOf(this.vaults);
    if (!confirm(unsent ? this.say("forget_waiting", { n: unsent }) : this.say("forget_sure"))) return;
    for (const vault of this.vaults) await vault.forget();
    location.assign(this.told.place);
  }
}

function problemOf(code, again) {
  if (!/^\d{6}$/.test(code)) return "code_form";
  if (EASY.test(code)) return "code_easy";
  return code === again ? null : "code_differs";
}

function note(className, textContent = "") {
  return Object.assign(document.createElement("p"), { className, textContent });
}
