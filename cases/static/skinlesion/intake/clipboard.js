// Pictures in the clipboard. Text goes where the cursor is, as always.

const NAMED = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/tiff": "tif" };

// The pictures as files with a name to be shown, and how many files of other kinds there were.
export function picturesIn(clipboard) {
  const files = [...(clipboard?.files ?? [])];
  const pictures = files.filter((file) => file.type in NAMED);
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  // a copied part of a screen is always called image.png: the time tells several apart
  const named = pictures.map((file, at) => {
    const unnamed = !file.name || /^image\.\w+$/.test(file.name);
    const number = pictures.length > 1 ? ` (${at + 1})` : "";
    return unnamed ? new File([file], `Pasted ${time}${number}.${NAMED[file.type]}`, { type: file.type }) : file;
  });
  return { pictures: named, others: files.length - pictures.length };
}
