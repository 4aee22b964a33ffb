// Run inside a page: everything a careful reader would complain about, as sentences.
() => {
  const found = [];
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const name = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`;

  const tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (tooWide > 0) found.push(`the page is ${tooWide} px too wide`);

  for (const dialogue of document.querySelectorAll("dialog:not([open])")) {
    if (shown(dialogue)) found.push(`closed, and yet it shows: ${name(dialogue)}`);
  }

  const heads = document.querySelectorAll("h1").length;
  if (heads !== 1) found.push(`${heads} main headings`);

  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label")) found.push(`no label: ${name(field)} ${field.name}`);
  }
  for (const control of document.querySelectorAll("button, a[href], summary")) {
    const words = control.textContent.trim() || control.getAttribute("aria-label");
    if (!words) found.push(`no name: ${name(control)}`);
  }
  const seen = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (seen.has(id)) found.push(`the id ${id} twice`);
    seen.add(id);
  }

  // WCAG 2.2, 1.4.3: 4.5:1, or 3:1 for large text; relative luminance as defined there
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const [lr, lg, lb] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pale = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("svg, option, .visually-hidden, .skip-link") || !shown(element)) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parts(style.color)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) pale.add(`contrast ${contrast.toFixed(2)}: "${texts.currentNode.data.trim().slice(0, 30)}" in ${name(element)}`);
  }
  return [...found, ...pale];
}
