# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""What every page has to keep: names for all that can be used, headings in order, contrast, no page wider than the window."""

# Runs in the page and returns what is wrong with it.
CHECKS = r"""
(() => {
  const wrong = [];
  const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + " '" + e.textContent.trim().slice(0, 40) + "'";
  const shown = e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  if (document.documentElement.lang !== "en") wrong.push("the page has no language");
  if (!document.title) wrong.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) wrong.push("there is not one main part");
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push("id twice: " + id);
  for (const e of document.querySelectorAll("[aria-labelledby], [aria-describedby]"))
    for (const id of ((e.getAttribute("aria-labelledby") || "") + " " + (e.getAttribute("aria-describedby") || "")).split(" "))
      if (id && !document.getElementById(id)) wrong.push("no element with the id " + id);
  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) wrong.push("a heading skips a level: " + name(heading));
    level = next;
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("there is not one first heading");
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length || !field.labels[0].textContent.trim()) wrong.push("a field has no label: " + name(field));
  for (const e of document.querySelectorAll("a, button"))
    if (!e.textContent.trim() && !e.getAttribute("aria-label")) wrong.push("no name: " + name(e));
  for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("alt")) wrong.push("an image without text");
  for (const svg of document.querySelectorAll("svg"))
    if (svg.getAttribute("aria-hidden") !== "true" && !(svg.getAttribute("role") === "img" && svg.querySelector("title"))) wrong.push("a drawing without title");
  for (const cell of document.querySelectorAll("table th")) if (!cell.scope) wrong.push("a head without scope: " + name(cell));
  for (const form of document.querySelectorAll("form"))
    if (form.method !== "post" || !form.querySelector("input[name=form]")) wrong.push("a form without its token: " + form.action);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const out = [...document.querySelectorAll("body *")].filter(e => !e.matches(".scroll *") && e.getBoundingClientRect().right > root.clientWidth + 1);
    wrong.push(`the page is ${root.scrollWidth} pixels wide in a window of ${root.clientWidth}: ` + out.slice(-3).map(name).join(", "));
  }
  for (const e of document.querySelectorAll(".scroll *"))
    if (e instanceof HTMLElement && getComputedStyle(e).position === "absolute" && !e.offsetParent?.closest(".scroll")) wrong.push("does not scroll with its table: " + name(e));
  if (document.querySelector("[style]")) wrong.push("a style stands in the page");

  // Contrast as WCAG 2.2 counts it, of every element with a text of its own.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = text => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (front, back) => front.slice(0, 3).map((c, i) => c * front[3] + back[i] * (1 - front[3]));
  const ground = e => {
    if (!e) return [255, 255, 255];
    const own = rgba(getComputedStyle(e).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(e.parentElement));
  };
  const light = c => c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  let least = 99;
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !shown(e) || e.closest(".unseen, script, .skip, title, desc")) continue;
    const style = getComputedStyle(e), back = ground(e.closest("svg") ? e.closest("svg").parentElement : e);
    const front = over(rgba(e.closest("svg") ? style.fill : style.color), back).map((v, i) => v * style.opacity + back[i] * (1 - style.opacity));
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    least = Math.min(least, ratio);
    const size = parseFloat(style.fontSize), isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
    if (ratio < (isLarge ? 3 : 4.5)) wrong.push(`contrast ${ratio.toFixed(2)}: ` + name(e));
  }
  return { wrong: [...new Set(wrong)], least };
})()
"""


def check(page, label, failures):
    """Adds what is wrong with a page, light and dark, wide and narrow; returns the least contrast found."""
    least = 99
    for scheme in ("light", "dark"):
        for width, height, phone in ((1280, 900, False), (390, 844, True)):
            page.media(scheme)
            page.size(width, height, phone)
            found = page.run(CHECKS)
            least = min(least, found["least"])
            failures += ["%s, %s, %d: %s" % (label, scheme, width, text) for text in found["wrong"]]
    page.media()
    page.size(1280, 900)
    return least


def pictures(page, folder, name):
    """The page as a reader sees it: light and dark, on a desk and on a phone, and on paper."""
    for scheme in ("light", "dark"):
        for place, width, height, phone in (("desktop", 1280, 900, False), ("phone", 390, 844, True)):
            page.media(scheme)
            page.size(width, height, phone)
            page.browser.pump(0.2)
            page.picture(folder / f"{name}-{scheme}-{place}.png")
    page.size(900, 900)
    page.media("light", "print")
    page.picture(folder / f"{name}-print.png")
    page.media()
    page.size(1280, 900)
