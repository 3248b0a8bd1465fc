/** A certificate or a list cannot be read or believed, for one reason (the codes of errors.py). */
export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export function require(condition, reason) {
  if (!condition) throw new Refused(reason);
}
