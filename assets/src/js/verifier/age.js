// How old the lists are, and whether the phone's clock can be right.
import { datesOf } from "./lists.js";
import { momentOf } from "./written.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OLD = 72 * HOUR;
const TOO_OLD = 7 * DAY;
const PATIENCE = HOUR / 12;

/** A tone (good, waiting, problem) and a sentence; `fetchedAt` is when lists came, by this clock. */
export function ageOf(known, { now, fetchedAt, texts }) {
  const dates = datesOf(known);
  if (!dates) return { tone: "problem", text: texts.no_lists };
  const isAhead = fetchedAt !== null && fetchedAt - dates.newest > 2 * PATIENCE;
  if (dates.newest - now > PATIENCE || isAhead) return { tone: "problem", text: texts.clock_wrong };
  const age = now - dates.oldest;
  const told = (text) => text.replace("{n}", Math.floor(age / DAY)).replace("{at}", momentOf(dates.oldest));
  if (age > TOO_OLD) return { tone: "problem", text: told(texts.lists_too_old) };
  return age > OLD ? { tone: "waiting", text: told(texts.lists_old) } : { tone: "good", text: told(texts.lists_fresh) };
}
