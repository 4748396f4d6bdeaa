// Sunum: ders ekran ekran yürür. Metin sığdığı kadar bir ekrana, şekil tek başına bütün ekrana; kod yalnızca `ders`
// etiketli hücrelerde. Hiçbir öğe taşınmaz: ekranda olmayanlar gizlenir, kapanınca her şey eski yerindedir.

import { made } from "./controls.js";
import { holdPlace } from "./place.js";

const SHOWN_NOW = "lrlab-now"; // ekrandaki bloklar
const SOON = "lrlab-next"; // sıradaki şekil: görünmez ama kaydı yüklenir
const SMALLEST = 0.3;
const SHRINK = 0.94;
const WRITING = "textarea, [contenteditable=true], input:is([type=text], [type=number], [type=search], :not([type]))";
const HOLDS_KEYS = "input, select, canvas, [tabindex='0']"; // oklar ve boşluk bunların kendisinindir
const PRESSED = "button, summary"; // boşluk bunlara basar

// Sayfanın blokları sırayla: başlıklar, paragraflar, hücreler; `opens`: bir bölümün ilki.
function blocksOf(section) {
  const found = [];
  let first = true;
  for (const child of section.children) {
    if (child.tagName === "SECTION") found.push(...blocksOf(child));
    else if (child.tagName !== "SPAN" && child.tagName !== "SCRIPT") {
      found.push({ element: child, opens: first });
      first = false;
    }
  }
  return found;
}

const figureIn = (element) => element.querySelector(".lrlab-live, .lrlab-still-figure");

// Bloklar -> ekranlar (blok dizileri). `room`: ekranın boyu.
function packed(blocks, room) {
  const slides = [];
  let last = null; // ekranın ilk bloğu
  for (const { element, opens } of blocks) {
    const box = element.getBoundingClientRect();
    if (box.height < 1) continue;
    const alone = Boolean(figureIn(element));
    const bottom = last ? box.bottom - last.top : box.height;
    if (!last || opens || alone || last.alone || bottom > room) {
      slides.push([element]);
      last = { top: box.top, alone };
    } else slides.at(-1).push(element);
  }
  return slides;
}

// Resim ekranın kalanına sığsın: eni, boyundan.
function fitFigure(root) {
  const stage = root.querySelector(".lrlab-stage");
  const canvas = stage.querySelector("canvas.lrlab");
  stage.style.width = "";
  if (!root.classList.contains("lrlab-lecture")) return;
  const { paddingTop, paddingBottom } = getComputedStyle(root);
  const inside = root.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
  const below =
    stage.parentElement.lastElementChild.getBoundingClientRect().bottom - stage.getBoundingClientRect().bottom;
  const height = Math.max(200, inside - below);
  stage.style.width = `${Math.min(stage.parentElement.clientWidth, (height * canvas.width) / canvas.height)}px`;
}

export function mountSlides(article) {
  const top = article.querySelector("section");
  if (!top?.querySelector(".cell")) return;
  const start = made("button", { type: "button", className: "lrlab-button lrlab-begin", textContent: "Sunum" });
  start.title = "Sayfayı sunum olarak göster (s tuşu)";
  document.querySelector(".content-icon-container")?.prepend(start);

  let slides = [];
  let at = 0;
  let before = null; // { y, focus, at }: girilen yer
  let bar = null;
  const standing = () => document.querySelector(".lrlab-figure.lrlab-lecture");
  const stand = (figure, open) => figure.dispatchEvent(new CustomEvent("lrlab-stand", { detail: open }));

  // --- kuruluş ---

  function enter() {
    if (bar) return;
    const open = standing();
    if (open) stand(open, false);
    const blocks = blocksOf(top);
    const here = blocks.findLast(({ element }) => element.getBoundingClientRect().top < 120 && element.offsetHeight);
    before = { y: scrollY, focus: document.activeElement };
    bar = makeBar();
    document.body.classList.add("lrlab-slides");
    document.body.append(bar);
    bar.popover = "manual"; // açılmış şeklin de üstünde
    bar.showPopover?.();
    lay(blocks, here?.element);
    before.at = at;
  }

  // Ekranlara böler; `element`in ekranı açılır.
  function lay(blocks, element) {
    article.classList.add("lrlab-measured");
    top.style.zoom = "";
    const { paddingTop, paddingBottom } = getComputedStyle(article);
    slides = packed(blocks, article.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom));
    article.classList.remove("lrlab-measured");
    const order = blocks.map((one) => one.element);
    const wanted = order.indexOf(element);
    at = -1;
    go(
      Math.max(
        0,
        slides.findLastIndex(([first]) => order.indexOf(first) <= wanted),
      ),
    );
  }

  function leave() {
    if (!bar) return;
    const open = standing();
    if (open) stand(open, false);
    const [place] = slides[at];
    for (const one of article.querySelectorAll(`.${SHOWN_NOW}, .${SOON}`)) one.classList.remove(SHOWN_NOW, SOON);
    top.style.zoom = "";
    document.body.classList.remove("lrlab-slides");
    bar.remove();
    bar = null;
    if (at === before.at) window.scrollTo({ top: before.y, behavior: "instant" });
    else holdPlace(place);
    (before.focus?.isConnected ? before.focus : start).focus({ preventScroll: true });
  }

  // --- ekranlar ---

  function go(next) {
    if (next < 0 || next >= slides.length || next === at) return;
    const open = standing();
    if (open) stand(open, false);
    at = next;
    for (const one of article.querySelectorAll(`.${SHOWN_NOW}, .${SOON}`)) one.classList.remove(SHOWN_NOW, SOON);
    for (const element of slides[at]) element.classList.add(SHOWN_NOW);
    for (const element of slides[at + 1] ?? []) if (figureIn(element)) element.classList.add(SOON);
    fit();
    bar.show();
    bar.querySelector(".lrlab-forward").focus({ preventScroll: true });
    rise();
  }

  // Ekrana sığmayan küçülür; canlı şekil kendi sığar.
  function fit() {
    article.scrollTop = 0;
    let zoom = 1;
    top.style.zoom = "";
    if (liveHere()) return;
    const over = () =>
      article.scrollHeight > article.clientHeight + 1 ||
      article.scrollWidth > article.clientWidth + 1 ||
      slides[at].some((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth);
    while (over() && zoom > SMALLEST) {
      zoom *= SHRINK;
      top.style.zoom = zoom;
    }
  }

  const liveHere = () => slides[at].map((one) => one.querySelector(".lrlab-playing .lrlab-figure")).find(Boolean);

  // Ekranın şekli canlandıysa bütün ekranı kaplar.
  function rise() {
    const figure = bar && liveHere();
    if (!figure || figure.classList.contains("lrlab-lecture")) return;
    top.style.zoom = "";
    stand(figure, true);
    bar.querySelector(".lrlab-forward").focus({ preventScroll: true }); // boşluk şeklin düğmesine basmasın
  }

  // --- çubuk ---

  function makeBar() {
    const button = (text, label, act) => {
      const one = made("button", { type: "button", className: "lrlab-button", textContent: text, title: label });
      one.addEventListener("click", act);
      return one;
    };
    const back = button("‹", "Önceki ekran (←)", () => go(at - 1));
    const next = button("›", "Sonraki ekran (→)", () => go(at + 1));
    next.classList.add("lrlab-forward");
    back.setAttribute("aria-label", "Önceki ekran");
    next.setAttribute("aria-label", "Sonraki ekran");
    const menu = made("select", { title: "Bölüm" });
    menu.setAttribute("aria-label", "Bölüm");
    const count = made("span", { className: "lrlab-count", role: "status" });
    const exit = button("Sunumdan çık", "Escape", leave);
    const element = made("div", { className: "lrlab-bar" }, back, next, menu, count, exit);
    let titled = [];
    menu.addEventListener("change", () => go(titled[menu.selectedIndex].at));
    element.show = () => {
      titled = slides.flatMap(([first], k) => {
        const level = /^H([1-3])$/.exec(first.tagName)?.[1];
        const title = first.firstChild?.textContent ?? "";
        return level ? [{ at: k, title: "\u2003".repeat(Math.max(level - 2, 0)) + title }] : [];
      });
      menu.replaceChildren(...titled.map(({ title }) => made("option", { textContent: title })));
      menu.selectedIndex = titled.findLastIndex((one) => one.at <= at);
      count.textContent = `${at + 1} / ${slides.length}`;
    };
    // Şekil (lecture.js) sunumu bu çubuktan tanır; düğmesi sunumdan çıkar.
    element.book = { node: article, close: leave, visit: () => {} };
    return element;
  }

  // --- tuşlar ---

  function key(event) {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.(WRITING) || target.closest?.("dialog"))
      return;
    if (!bar) {
      if (event.key !== "s" || target.closest?.("select, .lrlab-figure")) return;
      enter();
    } else if (!walked(event, target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function walked(event, target) {
    const free = !target.closest?.(HOLDS_KEYS);
    const forward = event.key === "PageDown" || (free && event.key === "ArrowRight");
    const back = event.key === "PageUp" || (free && event.key === "ArrowLeft");
    const space = event.key === " " && free && (!target.closest?.(PRESSED) || target.closest?.(".lrlab-forward"));
    if (event.key === "Escape" || (event.key === "s" && free)) leave();
    else if (forward || (space && !event.shiftKey)) go(at + 1);
    else if (back || space) go(at - 1);
    else if (free && event.key === "Home") go(0);
    else if (free && event.key === "End") go(slides.length - 1);
    else if (/^[1-9]$/.test(event.key) && !target.closest?.("select")) {
      standing()?.querySelectorAll(".lrlab-presets .lrlab-button")[Number(event.key) - 1]?.click();
    } else return false;
    return true;
  }

  start.addEventListener("click", enter);
  window.addEventListener("keydown", key, true);
  let waiting = null;
  window.addEventListener("resize", () => {
    for (const figure of article.querySelectorAll(".lrlab-figure")) fitFigure(figure);
    if (!bar) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => bar && lay(blocksOf(top), slides[at][0]), 200);
  });
  // Şekil canlanınca, kaplayınca, geri dönünce.
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.classList.contains("lrlab-figure")) fitFigure(target);
      else if (target.classList.contains("lrlab-playing")) rise();
    }
  }).observe(article, { subtree: true, attributeFilter: ["class"] });
  article.addEventListener("load", () => bar && fit(), true); // geç gelen resim
}
