// Whether a text is a certificate to be believed: signature x time x revocation x rules, each told.
import { toHex } from "./base64.js";
import * as cose from "./cose.js";
import { checkCodes, contentsIn, kindsIn } from "./contents.js";
import * as hcert from "./hcert.js";
import { Refused, require } from "./refused.js";
import { isRevoked, signatureHash } from "./revoked.js";
import { cardOf } from "./rules.js";

const READING = ["prefix", "base45", "inflate", "cbor"];
const STEPS = [...READING, "signature", "key_usage", "window", "schema", "value_sets", "revocation", "rules"];

/** Says everything that can be said of a text: each step true, false or null (not reached). */
export async function judge(text, { lists, ruleSet, valueSets, at }) {
  const check = new Check({ lists, ruleSet, valueSets, at });
  await check.run(text);
  return { ...check.told, verdict: verdictOf(check.told) };
}

class Check {
  constructor(given) {
    Object.assign(this, given);
    const steps = Object.fromEntries(STEPS.map((step) => [step, null]));
    this.told = { steps, reasons: [], contents: null, kid: null, country: null, expiresAt: null, card: null, findings: [] };
  }

  async run(text) {
    const stripped = await this.take("prefix", text, hcert.stripPrefix);
    const packed = await this.take("base45", stripped, hcert.fromBase45);
    const bytes = await this.take("inflate", packed, hcert.inflate);
    const read = await this.take("cbor", bytes, () => this.read(bytes));
    const signer = await this.take("signature", read, () => this.signer(read));
    if (signer) this.told.country = signer.country;
    await this.take("key_usage", signer, () => this.checkUsage(read, signer));
    await this.take("window", signer, () => this.checkWindow(read, signer));
    const contents = await this.take("schema", signer, () => contentsIn(read.claims.fields));
    await this.take("value_sets", contents, () => checkCodes(contents, this.valueSets));
    await this.take("revocation", signer, () => this.checkRevocation(read, signer));
    // What stands in a certificate is told only if its signature is good and it was not revoked.
    const isTold = signer && this.told.steps.revocation !== false;
    if (isTold) Object.assign(this.told, { contents, expiresAt: read.claims.expiresAt });
    if (this.ruleSet) await this.take("rules", contents, () => this.checkRules(read));
  }

  /** Takes a step, unless what it needs was not found; one that answers null had nothing to judge. */
  async take(step, needed, action) {
    if (needed === undefined) return undefined;
    try {
      const found = await action(needed);
      if (found !== null) this.told.steps[step] = true;
      return found;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.told.steps[step] = false;
      this.told.reasons.push(error.reason);
      return undefined;
    }
  }

  read(bytes) {
    const message = cose.decode(bytes);
    this.told.kid = message.kid && toHex(message.kid);
    return { message, claims: hcert.claimsIn(message.payload) };
  }

  /** The trusted signer that made the signature, among all that its identifier may mean. */
  async signer({ message }) {
    const algorithm = cose.algorithmOf(message);
    require(message.kid, "kid_missing");
    const named = this.lists.signers.filter(({ kid }) => kid === this.told.kid);
    require(named.length, "signer_unknown");
    const fitting = named.filter(({ alg }) => alg === algorithm);
    require(fitting.length, "algorithm_does_not_fit_key");
    for (const signer of fitting) if (await cose.isSignedBy(message, signer)) return signer;
    throw new Refused("signature_wrong");
  }

  checkUsage({ claims }, signer) {
    const kinds = kindsIn(claims.fields);
    require(kinds.every((kind) => signer.usage.includes(kind)), "key_not_for_this_event");
    return kinds.length ? true : null;
  }

  checkWindow({ claims }, signer) {
    const { issuedAt, expiresAt } = claims;
    require(issuedAt !== null && expiresAt !== null, "window_missing");
    require(issuedAt < expiresAt, "window_empty");
    require(this.at >= issuedAt, "not_yet_valid");
    require(this.at < expiresAt, "expired");
    require(signer.notBefore <= this.at && this.at <= signer.notAfter, "outside_signer_validity");
  }

  async checkRevocation({ message, claims }, signer) {
    const list = this.lists.revocations[this.told.kid];
    if (!list) return null;
    const hash = await signatureHash(signer.alg, message.signature);
    require(!isRevoked(list, hash, claims.issuedAt), "revoked");
    return true;
  }

  checkRules({ claims }) {
    const { card, findings } = cardOf(this.ruleSet, claims.fields, this);
    Object.assign(this.told, { card, findings });
    require(card !== "red", "rules_refuse");
    return card === "open" ? null : true;
  }
}

/** green, yellow or red; open: the rules could not say; unproven: nobody knows who signed. */
function verdictOf({ steps, reasons, card }) {
  if (READING.some((step) => steps[step] !== true)) return "unreadable";
  if (reasons.some((reason) => reason === "signer_unknown" || reason === "kid_missing")) return "unproven";
  if (reasons.length) return "red";
  return card ?? "green";
}
