// Rules of entry: which card a certificate earns. A rule that cannot be evaluated stays open.
import { evaluate } from "certlogic-js";
import { kindsIn } from "./contents.js";

const KINDS = { General: ["t", "v", "r"], Vaccination: ["v"], Test: ["t"], Recovery: ["r"] };
const HOURS_OF_VIET_NAM = 7 * 3_600_000;

/** The best card whose rules all pass; a better one that stays open keeps it open. */
export function cardOf(ruleSet, fields, { at, valueSets }) {
  const findings = [];
  const kinds = kindsIn(fields);
  const data = { payload: asJson(fields), external: external(at, valueSets) };
  for (const tier of ruleSet.Tiers) {
    const found = tier.Rules.filter((rule) => counts(rule, kinds, at)).map((rule) => ({
      card: tier.Card,
      identifier: rule.Identifier,
      description: rule.Description,
      ruling: rulingOf(rule, data),
    }));
    findings.push(...found);
    const rulings = new Set(found.map(({ ruling }) => ruling));
    if (!rulings.size || rulings.has("failed")) continue;
    return { card: rulings.has("open") ? "open" : tier.Card, findings };
  }
  return { card: "red", findings };
}

function counts(rule, kinds, at) {
  const isInForce = Date.parse(rule.ValidFrom) <= at && at <= Date.parse(rule.ValidTo);
  return isInForce && KINDS[rule.CertificateType].some((kind) => kinds.includes(kind));
}

function rulingOf(rule, data) {
  try {
    const value = evaluate(rule.Logic, data);
    if (typeof value === "boolean") return value ? "passed" : "failed";
  } catch {
    // What cannot be evaluated was not refused, and did not pass.
  }
  return "open";
}

/** Days are counted in Viet Nam: at six in the morning its day has begun, the universal one not. */
function external(at, valueSets) {
  const validationDay = new Date(at + HOURS_OF_VIET_NAM).toISOString().slice(0, 10);
  const validationClock = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return { validationClock, validationDay, valueSets };
}

function asJson(value) {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, held]) => [String(key), asJson(held)]));
  if (Array.isArray(value)) return value.map(asJson);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return null;
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
