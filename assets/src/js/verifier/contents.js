// What a certificate says (EU DCC 1.3), read with patience: what is said counts, not how.
import { require } from "./refused.js";

const KINDS = ["t", "v", "r"];
const LONGEST = 200;
const MOST_DOSES = 9;
const RAPID_TEST = "LP217198-3";
const TEXTS = { v: ["tg", "vp", "mp", "ma", "co", "is", "ci"], t: ["tg", "tt", "tr", "co", "is", "ci"], r: ["tg", "co", "is", "ci"] };
const DAYS = { v: ["dt"], t: [], r: ["fr", "df", "du"] };
const CODES = {
  v: [["mp", "vaccines-covid-19-names", "product_unknown"], ["ma", "vaccines-covid-19-auth-holders", "maker_unknown"], ["vp", "sct-vaccines-covid-19", "prophylaxis_unknown"]],
  t: [["tt", "covid-19-lab-test-type", "test_method_unknown"], ["tr", "covid-19-lab-result", "test_result_unknown"]],
  r: [],
};

/** The kinds of events that are told; those that are null or empty lists do not count. */
export function kindsIn(fields) {
  return KINDS.filter((kind) => {
    const told = fields.get(kind);
    return told !== undefined && told !== null && told.length !== 0;
  });
}

/** Reads a person and one event, or refuses what is neither. */
export function contentsIn(fields) {
  const kinds = kindsIn(fields);
  require(kinds.length === 1, "event_count");
  const [kind] = kinds;
  const entries = fields.get(kind);
  require(Array.isArray(entries) && entries.length === 1, "event_count");
  require(entries[0] instanceof Map, "field_wrong");
  require(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text(fields, "ver")), "field_wrong");
  return {
    kind,
    name: nameIn(fields.get("nam")),
    birthDate: birthDate(fields.get("dob")),
    ...entryIn(kind, entries[0]),
  };
}

/** Refuses codes that no European value set holds, today or in former days. */
export function checkCodes(contents, valueSets) {
  const isIn = (key, set) => valueSets[set].includes(contents[key]);
  require(isIn("tg", "disease-agent-targeted"), "disease_unknown");
  for (const [key, set, reason] of CODES[contents.kind]) require(isIn(key, set), reason);
  const isRapid = contents.kind === "t" && contents.tt === RAPID_TEST;
  require(!isRapid || /^\d+$/.test(contents.ma), "test_device_unknown");
}

function entryIn(kind, entry) {
  const read = {};
  for (const key of TEXTS[kind]) read[key] = text(entry, key).trim();
  for (const key of DAYS[kind]) read[key] = day(entry.get(key));
  require(/^[A-Z]{2,10}$/.test(entry.get("co")), "field_wrong");
  if (kind === "v") for (const key of ["dn", "sd"]) read[key] = doses(entry.get(key));
  if (kind === "t") Object.assign(read, { sc: moment(entry.get("sc")), ma: optional(entry, "ma").trim() });
  return read;
}

function nameIn(name) {
  require(name instanceof Map, "field_missing");
  const [family, given, familyIcao, givenIcao] = ["fn", "gn", "fnt", "gnt"].map((key) => optional(name, key));
  require(familyIcao || givenIcao, "field_missing");
  require(/^[A-Z<]*$/.test(familyIcao + givenIcao), "field_wrong");
  const written = [family, given].filter(Boolean).join(" ");
  return written || [familyIcao, givenIcao].join(" ").replaceAll("<", " ").trim();
}

function text(fields, key) {
  const value = fields.get(key);
  require(value !== undefined && value !== null, "field_missing");
  require(typeof value === "string" && value.length > 0 && value.length <= LONGEST, "field_wrong");
  return value;
}

function optional(fields, key) {
  const value = fields.get(key);
  return value === undefined || value === null || value === "" ? "" : text(fields, key);
}

function doses(value) {
  require(Number.isInteger(value) && value >= 1 && value <= MOST_DOSES, "dose_number_wrong");
  return value;
}

function birthDate(value) {
  const written = withoutTime(value);
  require(/^((19|20)\d\d(-\d\d)?(-\d\d)?)?$/.test(written), "birth_date_wrong");
  if (written) require(isDay(written + "-01-01".slice(written.length - 4)), "birth_date_wrong");
  return written;
}

function day(value) {
  const written = withoutTime(value);
  require(/^\d{4}-\d\d-\d\d$/.test(written) && isDay(written), "field_wrong");
  return written;
}

function isDay(written) {
  const at = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written);
}

function moment(value) {
  require(value !== undefined && value !== null, "field_missing");
  const known = Number.isInteger(value) ? value * (value > 1e11 ? 1 : 1000) : value;
  const isText = typeof value === "string" && value.length > 11 && value.length <= LONGEST;
  require(isText || value instanceof Date || Number.isInteger(value), "field_wrong");
  const at = new Date(known).getTime();
  require(!Number.isNaN(at), "field_wrong");
  return at;
}

function withoutTime(value) {
  require(value !== undefined && value !== null, "field_missing");
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  require(typeof value === "string" && value.length <= LONGEST, "field_missing");
  return "T ".includes(value[10] ?? "no") ? value.slice(0, 10) : value;
}
