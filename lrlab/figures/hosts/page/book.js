// Defterin sunumu: defter bütün pencereyi kaplar, yazısı büyür, alttaki çubuk başlıkları ve şekilleri sırayla gezdirir.
//
// Kod gizlidir; yalnızca `ders` etiketli hücrelerinki görünür. Deftere ve hücrelere hiçbir şey yazılmaz: eklenen bir çubuk,
// bir stil ve defterin kutusundaki popover kalkınca her şey eski halindedir. JupyterLab ve Notebook'ta çalışır.

import { made } from "./controls.js";

const LESSON = "ders";
const GAP = 12; // başlığın üstünde kalan boşluk (piksel)
const SCREEN = 0.85; // bir ekran ilerlerken eski ekrandan da bir iki satır kalsın
const TYPING = ".cm-editor, textarea, [contenteditable=true], input:is([type=text], [type=number], :not([type]))";

// `root` şeklinin defterinde süren sunum. Her şekil bu modülün kendi kopyasını yükler; onları sayfadaki çubuk buluşturur.
export function bookOf(root) {
  const book = document.querySelector(".lrlab-bar")?.book;
  return book?.node.contains(root) ? book : null;
}

// Metindeki ilk üç düzeyden başlıklar; kod parçalarındaki # başlık değildir.
function headingsIn(text) {
  const plain = text.replace(/^```[\s\S]*?^```/gm, "");
  return [...plain.matchAll(/^(#{1,3}) +(.+)$/gm)].map(([, marks, title]) => ({
    level: marks.length,
    title: title.replace(/[*`$\\{}^]/g, ""),
  }));
}

// `root`: sunumu açan şekil; `read()`: defterin hücreleri. Defter yoksa (Colab, düz sayfa) null.
export function openBook(root, read) {
  const node = root.closest(".jp-Notebook");
  const outer = node?.querySelector(".jp-WindowedPanel-outer");
  if (!outer || !read()) return null;
  document.querySelector(".lrlab-bar")?.book.close();

  const cells = () => read() ?? []; // kapanan defterin hücresi kalmaz
  const cellAt = (k) => node.querySelector(`.jp-Cell[data-windowed-list-index="${k}"]`);
  const topOf = (element) => element.getBoundingClientRect().top - outer.getBoundingClientRect().top;
  const seen = (element) => Boolean(element?.getClientRects().length);
  const figuresIn = (cell) => [...(cell?.querySelectorAll(".lrlab-figure") ?? [])];
  const openFigure = () => node.querySelector(".lrlab-lecture");

  // --- duraklar: başlıklar, şekiller, şekilden sonra gelen metin ---

  function stops() {
    const all = [];
    let after = false; // bir önceki hücre şekildi
    cells().forEach((cell, k) => {
      const element = cellAt(k);
      if (element?.classList.contains("lm-mod-hidden")) return; // kapatılmış bir başlığın altında
      const titled = cell.type === "markdown" ? headingsIn(cell.sharedModel.getSource()) : [];
      const found = figuresIn(element).filter((figure) => !figure.closest(".lm-mod-hidden"));
      if (after && !found.length && !cell.sharedModel.getSource().startsWith("#")) all.push({ k });
      titled.forEach((heading, nth) => all.push({ k, nth, ...heading }));
      found.forEach((figure) => all.push({ k, figure }));
      after = found.length > 0;
    });
    return all;
  }

  function placeOf({ k, nth }) {
    const cell = cellAt(k);
    if (!seen(cell)) return null;
    return (nth !== undefined && cell.querySelectorAll(".jp-MarkdownOutput :is(h1, h2, h3)")[nth]) || cell;
  }

  // Ekrandaki ilk hücre: sanallaştırılmış defterde görünmeyenler sayfada değildir.
  function firstShown() {
    const shown = [...node.querySelectorAll(".jp-Cell")].filter(seen);
    const cell = shown.find((one) => topOf(one) + one.offsetHeight > 0) ?? shown.at(-1);
    return { k: Number(cell?.dataset.windowedListIndex ?? 0), top: cell ? topOf(cell) : 0 };
  }

  // Durağın üst kenarı; sayfada değilse yukarıda mı aşağıda mı olduğu.
  function heightOf(stop) {
    const place = placeOf(stop);
    if (place) return topOf(place);
    return stop.k < firstShown().k ? -Infinity : Infinity;
  }

  let goal = null; // varılmak istenen durak; kaydırma sürerken bulunulan yer odur

  function here(all) {
    const open = openFigure();
    const at = all.findIndex((stop) => (goal ? same(stop, goal) : open && stop.figure === open));
    if (at >= 0) return at;
    return Math.max(
      0,
      all.findLastIndex((stop) => heightOf(stop) <= GAP + 12),
    );
  }

  const same = (one, other) => one.k === other.k && one.nth === other.nth && one.figure === other.figure;

  // --- kaydırma ---

  let turn = 0;

  // `place()` ekranın `gap` altına gelene dek kaydırır: yol üstündeki hücreler çizildikçe boyları değişir.
  async function reach(k, place, gap) {
    const mine = ++turn;
    for (let calm = 0, tries = 0; calm < 4 && tries < 300 && mine === turn; tries += 1) {
      const element = place();
      const by = element ? topOf(element) - gap : (k < firstShown().k ? -1 : 1) * outer.clientHeight;
      const before = outer.scrollTop;
      if (Math.abs(by) >= 1) outer.scrollTop += by;
      calm = Math.abs(outer.scrollTop - before) < 1 ? calm + 1 : 0;
      await new Promise(requestAnimationFrame);
    }
    return mine === turn;
  }

  const stand = (figure, open) => figure.dispatchEvent(new CustomEvent("lrlab-stand", { detail: open }));

  async function go(stop) {
    goal = stop;
    bar.ariaBusy = "true";
    show();
    const open = openFigure();
    if (open && open !== stop.figure) stand(open, false);
    if (open !== stop.figure || !open) next.focus({ preventScroll: true });
    const arrived = await reach(stop.k, () => placeOf(stop), GAP);
    if (!arrived || !bar.isConnected) return;
    if (stop.figure) stand(stop.figure, true);
    goal = null;
    bar.ariaBusy = "false";
    show();
  }

  // İleri (1) ya da geri (-1): bölümün ekrana sığmayan metni varsa bir ekran, yoksa sıradaki durak.
  function walk(by) {
    const all = stops();
    const at = here(all);
    const target = all[at + by];
    const inside = !openFigure() && !goal;
    const screen = SCREEN * outer.clientHeight;
    const below = target ? heightOf(target) : Infinity;
    const above = all.length ? heightOf(all[at]) : -Infinity;
    if (by > 0 && inside && below > outer.clientHeight - 4 * GAP) outer.scrollTop += Math.min(screen, below - GAP);
    else if (by < 0 && inside && above < -2 * GAP) outer.scrollTop -= Math.min(screen, GAP - above);
    else if (target) go(target);
  }

  // --- çubuk ---

  const button = (textContent, title) =>
    made("button", { type: "button", className: "lrlab-button", textContent, title });
  const back = button("‹", "Önceki (PageUp)");
  const next = button("›", "Sonraki (PageDown)");
  const menu = made("select", { title: "Bölüm" });
  const exit = button("Sunumdan çık", "Escape");
  const bar = made("div", { className: "lrlab-bar" }, back, next, menu, exit);
  back.setAttribute("aria-label", "Önceki bölüm ya da şekil");
  next.setAttribute("aria-label", "Sonraki bölüm ya da şekil");
  menu.setAttribute("aria-label", "Bölüm");
  const style = made("style");

  // Çubuk bulunulan bölümü söyler; hücre eklenmiş ya da etiketlenmiş olabilir, stil de yenilenir.
  function show() {
    const all = stops();
    const titled = all.filter((stop) => stop.title);
    const named = titled.map(({ level, title }) => "\u2003".repeat(Math.max(level - 2, 0)) + title);
    if ([...menu.options].map((one) => one.text).join("\n") !== named.join("\n")) {
      menu.replaceChildren(...named.map((textContent) => made("option", { textContent })));
    }
    menu.selectedIndex = titled.indexOf(all.slice(0, here(all) + 1).findLast((stop) => stop.title));
    const kept = cells().flatMap((cell, k) => ((cell.getMetadata("tags") ?? []).includes(LESSON) ? [k] : []));
    const shown = kept.map((k) => `[data-windowed-list-index="${k}"]`).join(", ");
    const hidden = `.jp-Notebook[popover] .jp-CodeCell:not(:is(${shown})) .jp-Cell-inputWrapper { display: none; }`;
    if (style.textContent !== hidden) style.textContent = hidden;
  }

  let painting = false;
  function scrolled() {
    if (painting) return;
    painting = true;
    requestAnimationFrame(() => {
      painting = false;
      if (bar.isConnected) show();
    });
  }

  // Yazılan bir yerde tuşlar yazınındır; şeklin kendi tuşları (1–9, oklar) şeklindir.
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    const free = !event.target.closest?.(".jp-Notebook, select");
    if (event.key === "PageDown") walk(1);
    else if (event.key === "PageUp") walk(-1);
    else if (event.key === "Escape") close();
    else if (free && event.key === "ArrowDown") outer.scrollTop += 6 * GAP;
    else if (free && event.key === "ArrowUp") outer.scrollTop -= 6 * GAP;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // JupyterLab'in tek tuşluk komutları (d d hücreyi siler, 1 başlık yapar) sunumda işlemez.
  function hold(event) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.(TYPING)) event.stopPropagation();
  }

  const before = { focus: document.activeElement, first: firstShown() };

  function close() {
    if (!bar.isConnected) return;
    const open = openFigure();
    if (open) stand(open, false);
    clearInterval(watch);
    bar.remove();
    style.remove();
    node.hidePopover?.();
    node.removeAttribute("popover");
    outer.removeEventListener("scroll", scrolled);
    node.removeEventListener("keydown", hold);
    window.removeEventListener("keydown", key, true);
    const { focus, first } = before;
    reach(first.k, () => (seen(cellAt(first.k)) ? cellAt(first.k) : null), first.top);
    focus?.focus({ preventScroll: true });
  }

  back.addEventListener("click", () => walk(-1));
  next.addEventListener("click", () => walk(1));
  exit.addEventListener("click", close);
  menu.addEventListener("change", () => go(stops().filter((stop) => stop.title)[menu.selectedIndex]));
  outer.addEventListener("scroll", scrolled);
  node.addEventListener("keydown", hold);
  window.addEventListener("keydown", key, true);

  node.popover = "manual";
  node.showPopover?.();
  document.head.append(style);
  document.body.append(bar);
  bar.popover = "manual"; // defterin de şeklin de üstünde
  bar.showPopover?.();
  const watch = setInterval(() => seen(node) || close(), 500); // defterin sekmesi kapanmış, değişmiş olabilir
  bar.book = { node, close, visit: (figure) => go(stops().find((stop) => stop.figure === figure) ?? stops()[0]) };
  show();
  return bar.book;
}
