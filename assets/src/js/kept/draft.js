// A report between the form and what is kept.
const NOT_SAID = ["csrfmiddlewaretoken", "submission_key"];

/** What is typed, and the photos with their bytes. */
export async function read(form) {
  const fields = [];
  const photos = [];
  for (const [name, value] of new FormData(form)) {
    if (!(value instanceof File)) fields.push([name, value]);
    else if (value.size) photos.push({ name: value.name, type: value.type, bytes: await value.arrayBuffer() });
  }
  return { fields: fields.filter(([name]) => !NOT_SAID.includes(name)), photos };
}

/** Put what was typed back; what the form itself knows of the record (`hidden`) is as it is now. */
export function fill(form, fields) {
  for (const [name, value] of fields) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
      else if (control.type !== "hidden") control.value = value;
    }
  }
}

/** What must be filled in and is not, by its labels; the first of them gets the focus. */
export function lacking(form, hasPhotos) {
  const missing = [...form.elements].filter((each) => each.required && !(each.type === "file" && hasPhotos) && !each.validity.valid);
  missing[0]?.focus();
  const names = new Set(missing.map((each) => labelOf(form, each)));
  return [...names];
}

function labelOf(form, control) {
  const group = control.closest("fieldset")?.querySelector("legend");
  const label = group ?? form.querySelector(`label[for="${CSS.escape(control.id)}"]`);
  return (label?.textContent ?? control.name).replace(/\s+/g, " ").trim();
}
