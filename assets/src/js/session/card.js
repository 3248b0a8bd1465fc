// The text of a chip card: CCCD|CMND|name|ddmmyyyy|sex|address|ddmmyyyy[|more]
const SEXES = { nam: "male", "nữ": "female", "khác": "other" };
const BEGINNING = /^\d{12}\|$/;

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
  const LONGEST_SCAN = 2000;
  let heard = "";
  let last = 0;
  let field = null;
  let before = "";
  let catcher = null;
  let giveUp;

  // The rest flows into a field of its own: marked letters come by other ways than keys.
  function beginCatching() {
    const from = document.activeElement;
    if (field) field.value = before;
    catcher = document.createElement("textarea");
    catcher.className = "govuk-visually-hidden";
    catcher.setAttribute("aria-hidden", "true");
    catcher.tabIndex = -1;
    document.body.append(catcher);
    catcher.value = heard;
    catcher.focus({ preventScroll: true });
    giveUp = setTimeout(() => {
      endCatching();
      from?.focus?.();
    }, LONGEST_SCAN);
  }

  function endCatching() {
    clearTimeout(giveUp);
    const text = catcher.value;
    catcher.remove();
    catcher = null;
    heard = "";
    return text;
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (catcher) {
        event.stopImmediatePropagation();
        if (event.key !== "Enter") return;
        event.preventDefault();
        onText(endCatching());
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
      if (event.timeStamp - last > LONGEST_PAUSE || !heard) {
        heard = "";
        field = event.target.matches?.("input, textarea") ? event.target : null;
        before = field?.value ?? "";
      }
      last = event.timeStamp;
      heard += event.key;
      // From here on it can be nothing but a card: what it typed into a field is taken out again.
      if (!BEGINNING.test(heard)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      beginCatching();
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
