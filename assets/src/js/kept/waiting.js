// The list of reports that wait on this device: why, since when, and what one can do.
import { momentOf } from "../verifier/written.js";

export class Waiting {
  constructor(place, here) {
    Object.assign(this, { place, here });
    this.list = place.querySelector("ul");
  }

  async show() {
    const drafts = (await this.here.vault?.drafts()) ?? [];
    this.place.hidden = !drafts.length || !this.here.isHome;
    this.list.replaceChildren(...drafts.map((draft) => this.#item(draft)));
  }

  #item(draft) {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = draft.said.title;
    item.append(title, this.#line(this.#facts(draft)), this.#line(this.#state(draft)));
    const isSent = draft.state === "sent";
    if (isSent) item.append(this.#link(draft.said.code));
    else item.append(this.#button("mend", () => this.here.mend(draft)), " ");
    item.append(this.#button(isSent ? "done" : "discard", () => this.#discard(draft)));
    return item;
  }

  #link(code) {
    const place = this.#line("");
    const href = this.here.told.report.replace("CODE", code);
    place.append(Object.assign(document.createElement("a"), { className: "govuk-link", href, textContent: this.here.say("look") }));
    return place;
  }

  #facts({ since, photos }) {
    const { here } = this;
    const parts = [here.say("written", { at: momentOf(since) })];
    if (photos.length) parts.push(here.say("photos", { n: photos.length }));
    return parts.join(", ");
  }

  #state({ state, said }) {
    if (state === "waiting") return this.here.say(this.here.state);
    return this.here.say(state, { why: said.why, code: said.code });
  }

  #line(text) {
    return Object.assign(document.createElement("p"), { className: "govuk-body", textContent: text });
  }

  #button(key, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "govuk-button govuk-button--secondary", textContent: this.here.say(key) });
    button.addEventListener("click", act);
    return button;
  }

  async #discard(draft) {
    if (draft.state !== "sent" && !confirm(this.here.say("discard_sure"))) return;
    await this.here.vault.removeDraft(draft.id);
    await this.show();
  }
}
