// What a checker sees: colour, icon and words; whom to compare; what was checked.
import { dayOf, daysSince, momentOf } from "./written.js";

const TONES = { green: "good", yellow: "waiting", red: "problem" };
const OUTCOMES = { true: ["good", "passed"], false: ["problem", "failed"], null: ["neutral", "not_reached"] };
const READ = ["prefix", "base45", "inflate", "cbor"];

/** Fills the part of the page that shows a result. */
export function show(part, judged, { told, ruleSet, language }) {
  const tone = TONES[judged.verdict] ?? "neutral";
  const country = isForeign(judged, told) && nameOf(judged.country, language);
  const [title, advice] = findingOf(judged, told.findings, country);
  part.querySelector("[data-banner]").className = `pub-result pub-result--${tone}`;
  for (const icon of part.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== tone;
  part.querySelector("[data-title]").textContent = cardNameOf(judged, ruleSet, language) ?? title;
  part.querySelector("[data-advice]").textContent = advice;
  part.querySelector("[data-person]").hidden = !judged.contents;
  fill(part, judged, told, country);
  const checks = told.parts.filter(({ steps }) => ruleSet || !steps.includes("rules"));
  part.querySelector("[data-checks]").replaceChildren(...checks.map((each) => check(each, judged, told, language)));
}

/** Forgets what was shown. */
export function clear(part) {
  for (const slot of part.querySelectorAll("[data-slot]")) slot.textContent = "";
  part.querySelector("[data-checks]").replaceChildren();
}

function isForeign({ country }, { home }) {
  return country !== null && country !== home;
}

/** A country in words, as the browser says it; one that it does not know by its letters. */
function nameOf(country, language) {
  if (!/^[A-Z]{2}$/.test(country)) return country;
  return new Intl.DisplayNames([language], { type: "region", fallback: "code" }).of(country);
}

function findingOf(judged, findings, country) {
  const finding = findings[keyOf(judged, country)];
  return country ? finding.map((text) => text.replace("%(country)s", country)) : finding;
}

function keyOf({ verdict, reasons, steps }, country) {
  const isUnknown = country && steps.revocation === null;
  if (isUnknown && (verdict === "green" || verdict === "yellow")) return "foreign";
  if (verdict !== "red") return verdict;
  const known = ["revoked", "expired", "not_yet_valid", "rules_refuse"];
  const isForged = reasons.some((reason) => !known.includes(reason));
  if (isForged) return "red";
  const key = known.find((reason) => reasons.includes(reason));
  return country && key === "expired" ? "foreign_expired" : key;
}

function cardNameOf({ verdict, card }, ruleSet, language) {
  const tier = ruleSet?.Tiers.find(({ Card }) => Card === card && Card === verdict);
  return tier && wordsOf(tier.Name, language);
}

export function wordsOf(words, language) {
  return words.find(({ lang }) => lang === language)?.desc;
}

function fill(part, { contents, expiresAt }, told, country) {
  const dose = contents?.kind === "v" ? contents : null;
  const said = {
    name: contents?.name,
    birth_date: contents && dayOf(contents.birthDate),
    event: contents && told.events[contents.kind],
    dose: dose && `${dose.dn}/${dose.sd}`,
    vaccine: dose && (told.vaccines[dose.mp] ?? dose.mp),
    day: contents && dayOfEvent(contents, told.texts),
    result: contents?.kind === "t" ? told.results[contents.tr] : null,
    country: country || null,
    expires_at: expiresAt && momentOf(expiresAt),
    uci: contents?.ci,
  };
  for (const slot of part.querySelectorAll("[data-slot]")) {
    slot.textContent = said[slot.dataset.slot] ?? "";
    slot.closest(".govuk-summary-list__row")?.toggleAttribute("hidden", !slot.textContent);
  }
}

function dayOfEvent({ kind, dt, fr, sc }, texts) {
  if (kind === "t") return momentOf(sc);
  const passed = daysSince(dt ?? fr, Date.now());
  return texts.days_ago.replace("{day}", dayOf(dt ?? fr)).replace("{n}", passed);
}

function check({ name, steps }, judged, told, language) {
  const outcomes = steps.map((step) => judged.steps[step]);
  const outcome = outcomes.includes(false) ? false : outcomes.includes(null) ? null : true;
  const [tone, word] = OUTCOMES[outcome];
  const row = document.createElement("div");
  row.className = "govuk-summary-list__row";
  row.append(made("dt", "govuk-summary-list__key", name), made("dd", "govuk-summary-list__value"));
  row.lastChild.append(made("strong", `st-tag st-tag--${tone}`, told.texts[word]), ` ${noteOn(steps, judged, told, language)}`);
  return row;
}

function noteOn(steps, judged, told, language) {
  const { steps: all, reasons, findings, card } = judged;
  if (steps.includes("revocation") && all.revocation === null && isForeign(judged, told)) return told.texts.revocation_unknown;
  if (steps.includes("rules")) {
    const earned = findings.filter(({ card: of, ruling }) => (all.rules ? of === card : ruling !== "passed"));
    return earned.map(({ description }) => wordsOf(description, language)).join(" ");
  }
  // Reasons stand in the order of their steps; those of reading are not told one by one.
  const refused = Object.keys(all).filter((step) => all[step] === false);
  const own = steps.filter((step) => all[step] === false && !READ.includes(step));
  return own.map((step) => told.notes[reasons[refused.indexOf(step)]] ?? "").join(" ");
}

function made(kind, className, text = "") {
  const element = document.createElement(kind);
  element.className = className;
  element.textContent = text;
  return element;
}
