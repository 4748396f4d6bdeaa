// Sunum: şekil bütün pencereyi kaplar; yazısı, düğmeleri, sayıları ve cümlesi birlikte büyür, kaydırmadan sığar.
//
// JupyterLab'de düğme defterin sunumunu (book.js) bu şekilde açar; orada PageDown ve PageUp bölümleri de gezer. Defter
// yoksa yalnızca şekil açılır: PageDown / PageUp sayfadaki sonraki / önceki şekil, Escape kapatır. 1–9 hazır ayarlardır.

import { bookOf, openBook } from "./book.js";
import { made } from "./controls.js";

const PLAIN = 14; // sunum dışındaki yazı (CSS pikseli)
const WIDE = 90; // şeklin, punto başına kendi eni (parts/style.py): daha dar yerleşirse eğrilerin adları sığmaz
const STANDING = "lrlab-lecture";

// Şeklin kökünü, `presets` düğmelerini, yazısının puntosunu ve defterin hücrelerini (`cells()`, yoksa null) alır;
// `changed` yerleşim değişince çağrılır.
export function makeLecture(root, { presets, stage, font, cells, changed }) {
  const button = made("button", { type: "button", className: "lrlab-button lrlab-stand", textContent: "Sunum" });
  button.setAttribute("aria-pressed", "false");
  const isOpen = () => root.classList.contains(STANDING);

  function set(open) {
    if (open === isOpen()) return;
    root.classList.toggle(STANDING, open);
    // Üst katman: sayfanın kaydırılan kutuları şekli kesmesin.
    if (open) {
      root.popover = "manual";
      root.showPopover?.();
    } else {
      root.hidePopover?.();
      root.removeAttribute("popover");
    }
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Sunumdan çık" : "Sunum";
    if (!open && !bookOf(root)) root.scrollIntoView({ block: "center" });
    changed();
    if (open || !bookOf(root)) button.focus({ preventScroll: true });
  }

  function press() {
    const book = bookOf(root);
    if (isOpen() && book) book.close();
    else if (isOpen()) set(false);
    else {
      const opened = book ?? openBook(root, cells);
      if (opened) opened.visit(root);
      else set(true);
    }
  }

  // Defter yokken: sayfadaki sonraki (1) ya da önceki (-1) şekil; gizli sekmelerdekiler sayılmaz.
  function walk(by) {
    const all = [...document.querySelectorAll(".lrlab-stand")].filter((one) => one === button || one.offsetParent);
    const next = all[all.indexOf(button) + by];
    if (!next) return;
    set(false);
    next.click();
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const preset = /^[1-9]$/.test(event.key) && event.target.tagName !== "SELECT" && presets[Number(event.key) - 1];
    if (preset) preset.click();
    else if (isOpen() && event.key === "Escape") set(false);
    else if (isOpen() && event.key === "PageDown") walk(1);
    else if (isOpen() && event.key === "PageUp") walk(-1);
    else return;
    event.preventDefault();
  }

  presets.forEach((preset, k) => {
    if (k < 9) preset.title = `${preset.textContent} (tuş ${k + 1})`;
  });
  button.addEventListener("click", press);
  root.addEventListener("keydown", key);
  root.addEventListener("lrlab-stand", (event) => set(event.detail)); // defterin sunumu açar, kapatır
  return {
    button,
    close: () => set(false),
    // Resme kalan boy: pencereninkinden altındaki cümleye, düğmelere kalan çıkar; sunum kapalıyken 0.
    height() {
      if (!isOpen()) return 0;
      const last = stage.parentElement.lastElementChild.getBoundingClientRect().bottom;
      const { paddingTop, paddingBottom } = getComputedStyle(root);
      const inside = root.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
      return Math.max(240, Math.floor(inside - (last - stage.getBoundingClientRect().bottom)));
    },
    // Şeklin yazıları da, resme sığdığı kadar, sayfanınkiler gibi büyüsün: kaç katı.
    zoom() {
      if (!isOpen()) return 1;
      return Math.min(Number.parseFloat(getComputedStyle(root).fontSize) / PLAIN, stage.clientWidth / (WIDE * font));
    },
  };
}
