// How old something is, in words; moments are Viet Nam's.
import { momentOf } from "../verifier/written.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A sentence with its values put in. */
export function said(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}

function ageOf(age, texts) {
  if (age < MINUTE) return texts.just_now;
  if (age < HOUR) return said(texts.minutes, { n: Math.floor(age / MINUTE) });
  if (age < DAY) return said(texts.hours, { n: Math.floor(age / HOUR) });
  return said(texts.days, { n: Math.floor(age / DAY) });
}

/** “Data of 14:05 yesterday, 1 day ago.” */
export function asOf(at, now, texts) {
  const [time, date] = momentOf(at).split(" ");
  const dayOf = (moment) => momentOf(moment).split(" ")[1];
  let day = said(texts.on_day, { day: date });
  if (date === dayOf(now)) day = texts.today;
  else if (date === dayOf(now - DAY)) day = texts.yesterday;
  return said(texts.as_of, { time, day, age: ageOf(now - at, texts) });
}
