const LONGEST = 1600;
const SMALL_ENOUGH = 400_000;

async function shrink(file) {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || file.size < SMALL_ENOUGH) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

/** A phone's photo is made smaller before it is sent; whatever fails, the original goes as it is. */
export async function shrinkPhotos(input) {
  const chosen = [...input.files];
  const form = input.form;
  form?.setAttribute("aria-busy", "true");
  try {
    const parcel = new DataTransfer();
    for (const file of chosen) parcel.items.add(await shrink(file).catch(() => file));
    // A second choice made meanwhile wins over the first.
    if (chosen.length === input.files.length && chosen.every((file, at) => file === input.files[at])) {
      input.files = parcel.files;
    }
  } finally {
    form?.removeAttribute("aria-busy");
  }
}
