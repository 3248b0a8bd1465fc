// The page of a checker: scan, choose a picture or paste; the answer fills the screen. Nothing that was
// scanned is kept or sent; only lists are fetched and kept.
import { ageOf } from "./age.js";
import { hasTorch, light, open, stop, watch } from "./camera.js";
import { openCodes } from "./codes.js";
import { judge } from "./judge.js";
import { forJudging, openStore, refresh, rulesInForce } from "./lists.js";
import { clear, show, wordsOf } from "./result.js";

const EVERY = 3_600_000;
const PREFIX = "HC1:";
const HEALTH_CARD = "shc:/";
const CHOSEN = "sotiem.kiem-tra.rules";

export class App {
  constructor(root, told) {
    this.root = root;
    this.told = told;
    this.fetchedAt = null;
    this.byCamera = false;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.video = this.part("video");
    this.rules = this.part("rules");
    this.language = document.documentElement.lang;
  }

  async start() {
    this.codes = openCodes(this.told);
    this.store = await openStore();
    this.chosen = localStorage.getItem(CHOSEN) ?? "";
    this.listen();
    this.root.hidden = false;
    this.takeUp(await this.store.read());
    await this.refresh();
    setInterval(() => this.refresh(), EVERY);
    this.root.dataset.ready = "yes";
  }

  listen() {
    const on = (name, kind, action) => this.part(name).addEventListener(kind, () => action.call(this));
    on("start", "click", this.scan);
    on("stop", "click", this.stopCamera);
    on("torch", "click", this.switchTorch);
    on("picture", "change", this.readPicture);
    on("check", "click", () => this.checkPasted());
    on("again", "click", this.again);
    on("update", "click", this.refresh);
    this.rules.addEventListener("change", () => this.choose(this.rules.value));
    addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => document.hidden && this.stopCamera());
  }

  async refresh() {
    this.part("update").disabled = true;
    const { bundled } = this.told;
    if (bundled) await this.refreshFrom({ ...this.told, ...bundled });
    if (await this.refreshFrom(this.told)) this.fetchedAt = Date.now();
    this.tellAge();
    this.part("update").disabled = false;
  }

  /** Without a network, or with lists that are not to be believed, the old ones grow older. */
  async refreshFrom(source) {
    try {
      this.takeUp(await refresh(this.store, source));
      return true;
    } catch {
      return false;
    }
  }

  takeUp(known) {
    this.known = known;
    this.lists = forJudging(known);
    this.offerRules();
    this.tellAge();
  }

  choose(identifier) {
    this.chosen = identifier;
    localStorage.setItem(CHOSEN, identifier);
    this.offerRules();
  }

  /** The rules that may be chosen now; those that came with the page only until any were published. */
  offerRules() {
    this.ruleSets = rulesInForce(this.known.rules, Date.now()) ?? this.told.ruleSets;
    const [none] = this.rules.options;
    this.rules.replaceChildren(none, ...this.ruleSets.map((each) => new Option(this.nameOf(each), each.Identifier)));
    const isOffered = !this.chosen || this.ruleSets.some(({ Identifier }) => Identifier === this.chosen);
    this.rules.value = isOffered ? this.chosen : "";
    // Who chose rules must not be left, unawares, with none.
    this.part("rules-gone").hidden = isOffered;
    return isOffered;
  }

  nameOf({ Name, Status, Version }) {
    const { rules_proposed, rules_version } = this.told.texts;
    const text = Status === "proposed" ? rules_proposed : rules_version;
    return text.replace("{name}", wordsOf(Name, this.language)).replace("{n}", Version.split(".")[0]);
  }

  tellAge() {
    const { fetchedAt } = this;
    const { tone, text } = ageOf(this.known, { now: Date.now(), fetchedAt, texts: this.told.texts });
    for (const line of this.root.querySelectorAll("[data-age]")) {
      line.className = `pub-age pub-age--${tone}`;
      line.textContent = text;
    }
  }

  async scan() {
    this.byCamera = true;
    this.tell(this.told.texts.hold_code);
    try {
      await open(this.video);
      this.watching(true);
      await watch(this.video, this.codes, (text) => this.take(text));
    } catch {
      this.stopCamera();
      this.tell(this.told.texts.no_camera);
    }
  }

  /** Says true if this text ends the scanning; other codes on the table do not. */
  async take(text) {
    if (text.startsWith(PREFIX)) await this.check(text);
    else this.tell(this.otherCode(text));
    return text.startsWith(PREFIX);
  }

  otherCode(text) {
    const { health_card, other_code } = this.told.texts;
    return text.startsWith(HEALTH_CARD) ? health_card : other_code;
  }

  watching(isOn) {
    this.part("start").hidden = isOn;
    this.part("stop").hidden = !isOn;
    this.part("torch").hidden = !isOn || !hasTorch(this.video);
  }

  stopCamera() {
    stop(this.video);
    this.watching(false);
    this.tell("");
  }

  async switchTorch() {
    const button = this.part("torch");
    const isOn = button.getAttribute("aria-pressed") !== "true";
    await light(this.video, isOn);
    button.setAttribute("aria-pressed", String(isOn));
  }

  async readPicture() {
    this.byCamera = false;
    const [file] = this.part("picture").files;
    if (!file) return;
    try {
      const texts = await this.codes.read(await createImageBitmap(file));
      const text = texts.find((each) => each.startsWith(PREFIX));
      if (text) await this.check(text);
      else this.tell(texts.length ? this.otherCode(texts[0]) : this.told.texts.no_code);
    } catch {
      this.tell(this.told.texts.no_picture);
    }
    this.part("picture").value = "";
  }

  async checkPasted() {
    const text = this.part("text").value.trim();
    if (!text) return this.tell(this.told.texts.nothing);
    if (text.startsWith(HEALTH_CARD)) return this.tell(this.told.texts.health_card);
    this.part("text").value = "";
    this.byCamera = false;
    return this.check(text);
  }

  async check(text) {
    if (!this.offerRules()) {
      this.stopCamera();
      this.rules.focus();
      return;
    }
    const ruleSet = this.ruleSets.find(({ Identifier }) => Identifier === this.chosen) ?? null;
    const { valueSets } = this.told;
    const judged = await judge(text, { lists: this.lists, ruleSet, valueSets, at: Date.now() });
    show(this.part("result"), judged, { told: this.told, ruleSet, language: this.language });
    this.turn(true);
    this.stopCamera();
    this.tellAge();
  }

  again() {
    clear(this.part("result"));
    this.turn(false);
    this.part("start").focus();
    if (this.byCamera) this.scan();
  }

  turn(isResult) {
    this.part("look").hidden = isResult;
    this.part("result").hidden = !isResult;
    document.body.classList.toggle("pub-answers", isResult);
    if (isResult) this.part("result").focus();
    scrollTo(0, 0);
  }

  tell(text) {
    this.part("hint").textContent = text;
  }
}
