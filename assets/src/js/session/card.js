// The text of a chip card: CCCD|CMND|name|ddmmyyyy|sex|address|ddmmyyyy[|more]
const SEXES = { nam: "male", "nữ": "female", "khác": "other" };
const BEGINNING = /^\d{12}\|(\d{8,9}|\d{12})?(\||$)/;

/** What a scanned text says for the fields of the form; null when it is no card. */
export function readCard(text) {
  const parts = text.normalize("NFC").split("|").map((part) => part.trim());
  const [cccd, before = "", name, born = "", sex = ""] = parts;
  if (parts.length < 7 || !/^\d{12}$/.test(cccd) || !/^\d{8}$/.test(born) || !name) return null;
  return {
    cccd,
    cmnd: before.length === 12 ? "" : before,
    full_name: name,
    birth_date: `${born.slice(0, 2)}/${born.slice(2, 4)}/${born.slice(4)}`,
    sex: SEXES[sex.toLowerCase()] ?? "",
    address: parts[5],
  };
}

/** Hears a scanner that types like a keyboard, wherever the focus is. */
export function listenForCards(onText) {
  const LONGEST_PAUSE = 400;
  let heard = "";
  let last = 0;
  let field = null;
  let before = "";

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const pause = event.timeStamp - last;
      last = event.timeStamp;
      if (event.key === "Enter") {
        const text = heard;
        heard = "";
        if (!BEGINNING.test(text)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        onText(text);
        return;
      }
      if (event.key.length !== 1) return;
      if (pause > LONGEST_PAUSE || !heard) {
        heard = "";
        field = event.target.matches?.("input, textarea") ? event.target : null;
        before = field?.value ?? "";
      }
      heard += event.key;
      // From here on it can be nothing but a card: what it typed into a field is taken out again.
      if (!BEGINNING.test(heard)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (field) field.value = before;
    },
    true,
  );
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!readCard(text)) return;
    event.preventDefault();
    onText(text);
  });
}
