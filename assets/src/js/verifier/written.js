// Days and moments as pages write them: 03/04/2022, 04/2022; 14:05 03/04/2022, Vietnam's time.
const VIET_NAM = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Ho_Chi_Minh",
  hour: "2-digit",
  minute: "2-digit",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});

export function dayOf(written) {
  return written ? written.split("-").reverse().join("/") : "–";
}

/** Whole days from a day until today, as days are counted in Viet Nam. */
export function daysSince(written, now) {
  const today = momentOf(now).slice(-10).split("/").reverse().join("-");
  return (Date.parse(today) - Date.parse(written)) / 86_400_000;
}

export function momentOf(at) {
  const parts = Object.fromEntries(VIET_NAM.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}/${parts.year}`;
}
