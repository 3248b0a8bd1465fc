// The fields of an entry: what is wrong stands under each, as the server writes it.
export const NAMES = [
  "full_name", "birth_date", "sex", "cccd", "cmnd", "phone", "address", "slip_number", "lot_number",
  "given_at",
];

export function clearErrors(form) {
  for (const told of form.querySelectorAll(".govuk-error-message[data-told]")) told.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.classList.remove("govuk-input--error");
  }
}

/** Returns what belongs to no field. */
export function showErrors(form, errors) {
  clearErrors(form);
  const rest = [];
  for (const [name, text] of Object.entries(errors)) {
    const field = form.elements[name];
    if (!(field instanceof Element) || field.type === "hidden") {
      rest.push(text);
      continue;
    }
    const told = document.createElement("p");
    told.className = "govuk-error-message";
    told.dataset.told = "";
    told.id = `${field.id}-told`;
    told.textContent = text;
    field.before(told);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", told.id);
    field.classList.add("govuk-input--error");
  }
  form.querySelector("[aria-invalid]")?.focus();
  return rest.join(" ");
}

/** What is typed, as it is sent; one column may hold either kind of number. */
export function typed(form, prefix = "") {
  const data = new FormData(form);
  const entry = { client_id: data.get(`${prefix}client_id`), accepted: data.getAll(`${prefix}accepted`) };
  for (const name of [...NAMES, "appointment", "patient"]) entry[name] = data.get(prefix + name) ?? "";
  const digits = entry.cccd.replace(/[\s.]/g, "");
  if (/^\d{8,9}$/.test(digits) && !entry.cmnd) Object.assign(entry, { cmnd: digits, cccd: "" });
  return entry;
}

/** The minute it is now in Vietnam, and whether that is on the session's day. */
export function now(told) {
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const day = new Intl.DateTimeFormat("sv-SE", zone).format(new Date());
  const time = new Intl.DateTimeFormat("en-GB", { ...zone, hour: "2-digit", minute: "2-digit" });
  return day === told.held_on ? time.format(new Date()) : "";
}
