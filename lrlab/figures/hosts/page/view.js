// Şekil: denetimleri, tuvali ve cümleyi bir araya getirir. Sahneler nereden geliyor (çekirdek, dosya), `source` bilir.
//
// source: { size, panel, grips, reads, store, at(), epoch(), useful(), text(), labels(), live(), liveAt(),
//           reach(istenen yerler, şimdiki, ▶ mi) -> gidilebilen, move(yerler, çizildi mi), touch(denetimler), press(ad),
//           ask(ileti), listen({ live, place, labels }), cells() (defterin hücreleri; yoksa null) }

import { made, makePanel } from "./controls.js";
import { drawScene } from "./draw.js";
import { ARROWS, draggedTo, gripAt, holdsTouch, nearestGrip, steppedTo } from "./hands.js";
import { makeLecture } from "./lecture.js";
import { countOf, linked, nearestPoint, pointOf, words } from "./read.js";

const ACCENT = "#0072B2";

function same(one, other) {
  return one.length === other.length && one.every((value, k) => value === other[k]);
}

export function mountFigure(el, source) {
  const root = document.createElement("div");
  root.className = "lrlab-figure";
  // Tuşlar odaktaki denetimindir: JupyterLab kısayollarına tuş yükselirken bakar, Notebook 7 inerken. İnerken yalnızca
  // odaktakinin kendi üstündeki bu işaret durdurur, çünkü kısayolların seçicisi (":focus") önce onunla eşleşir.
  root.addEventListener("focusin", (event) => {
    event.target.dataset.lmSuppressShortcuts = "true";
  });
  root.addEventListener("keydown", (event) => event.stopPropagation());
  const stage = document.createElement("div");
  stage.className = "lrlab-stage";
  const canvas = document.createElement("canvas");
  canvas.className = "lrlab";
  [canvas.width, canvas.height] = source.size();
  const overlay = document.createElement("canvas");
  overlay.className = "lrlab-overlay";
  const tip = document.createElement("div");
  tip.className = "lrlab-tip";
  tip.hidden = true;
  stage.append(canvas, overlay, tip);
  const sentence = made("div", { className: "lrlab-sentence", role: "status", "aria-live": "polite" });
  // Sözün ilk satırı cümledir; sayılar isteyene açılır, açık kaldıkça onlar da resimle birlikte değişir.
  const numbers = made("div", { className: "lrlab-numbers" });
  const fold = made("details", { className: "lrlab-fold" }, made("summary", { textContent: "Sayılar" }), numbers);

  let wanted = [...source.at()];
  let scene = null; // ekrandaki
  let selected = 0; // tutamaklar, sonra okunan çizimler
  let reading = null; // { read, k }
  let drag = null;
  let marked = false; // üst katmanda bir şey var mı

  // --- çizim ---

  function draw() {
    if (!scene) return;
    const lone = reading && source.reads.filter((one) => one.axes === source.reads[reading.read].axes).length > 1;
    const kept = lone && new Set(linked(source.reads, reading).map((one) => source.reads[one.read].part));
    const faded = new Set(lone ? source.reads.map((one) => one.part).filter((part) => !kept.has(part)) : []);
    drawScene(canvas, scene, faded);
    mark();
  }

  // Üst katman: klavyeyle tutulan nokta, okunan nokta ve bağlıları.
  function mark() {
    const ctx = overlay.getContext("2d");
    if (overlay.width !== canvas.width || overlay.height !== canvas.height) {
      [overlay.width, overlay.height] = [canvas.width, canvas.height];
    }
    const grip = document.activeElement === canvas && source.grips[selected];
    const held = grip && gripAt(grip, scene);
    if (marked) ctx.clearRect(0, 0, overlay.width, overlay.height);
    marked = Boolean(held || reading); // boş katman her karede yeniden boyanmasın
    const ring = ([x, y], radius) => {
      const scale = canvas.width / Math.max(canvas.clientWidth, 1); // ölçmek sayfayı yeniden düzenletir: gerekince
      ctx.beginPath();
      ctx.arc(x, y, radius * scale, 0, 2 * Math.PI);
      ctx.lineWidth = 2.5 * scale;
      ctx.strokeStyle = ACCENT;
      ctx.stroke();
    };
    if (held) ring(held, 11);
    tip.hidden = !reading;
    if (!reading) return;
    for (const one of linked(source.reads, reading)) {
      const found = pointOf(source.reads[one.read], scene, one.k);
      if (!found) continue;
      ring([found.place[0] * canvas.width, found.place[1] * canvas.height], 6);
      if (one.read === reading.read) tell(found);
    }
  }

  function tell({ place: [x, y], x: across, y: up }) {
    tip.textContent = words(source.reads[reading.read], across, up);
    const [left, top] = [x * canvas.clientWidth, y * canvas.clientHeight];
    tip.style.left = `${Math.min(Math.max(left - tip.offsetWidth / 2, 0), canvas.clientWidth - tip.offsetWidth)}px`;
    const above = top - tip.offsetHeight - 12;
    tip.style.top = `${above < 0 ? top + 12 : above}px`;
  }

  function show(next, text, useful) {
    scene = next;
    if (reading && !pointOf(source.reads[reading.read], scene, reading.k)) reading = null;
    draw();
    if (text !== told) say(text, source.hushed());
    panel?.show(wanted, useful);
    const label = told || outsideSentence();
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  }

  let told = null;
  let following = false; // el ya da ▶ zamanı yürütüyor: saniyede altmış cümle okunmasın
  function say(text, hushed) {
    told = text;
    if (hushed) sentence.setAttribute("aria-live", "off");
    else if (!following) sentence.setAttribute("aria-live", "polite");
    const [finding, ...rest] = text.split("\n");
    if (finding !== sentence.textContent) sentence.textContent = finding; // aynı cümle yeniden okunmasın
    numbers.textContent = rest.join(" ");
    sentence.hidden = !finding;
    fold.hidden = !rest.length;
  }

  // Masası olmayan şeklin (oyun) cümlesi çevresindeki widget'tadır.
  function outsideSentence() {
    return el.closest(".widget-vbox")?.querySelector("[role=status]")?.textContent ?? "";
  }

  // Önden gelmiş sahne varsa hemen çizilir. Çizerken çıkan bir hata değerin çekirdeğe gitmesini asla engellemez.
  function drawStored() {
    const stored = source.store.scene(wanted, source.epoch());
    if (!stored) return false;
    try {
      show(stored, stored.text, stored.useful);
      return true;
    } catch (error) {
      console.warn("lrlab: önden gelen sahne çizilemedi", error);
      return false;
    }
  }

  function showLive() {
    const live = source.live();
    if (live) show(live, source.text(), source.useful());
  }

  function move(asked) {
    const at = source.reach(asked, wanted, following);
    if (same(at, wanted)) return panel?.show(wanted, scene?.useful ?? source.useful());
    wanted = at;
    if (!drawStored()) {
      panel?.show(wanted, source.useful());
      if (same(source.liveAt(), wanted)) showLive();
    }
    source.move(wanted, scene === source.store.scene(wanted, source.epoch()));
    return undefined;
  }

  const hand = {
    moved(k, at, playing = false) {
      following = playing;
      sentence.setAttribute("aria-live", playing ? "off" : "polite");
      move(wanted.map((old, other) => (other === k ? at : old)));
    },
    jumped(at) {
      panel.stop();
      move([...at]);
    },
    pressed: (name) => source.press(name),
    touched: (k) => touch(k === null ? [] : [k]),
  };
  let touching = null;
  function touch(controls) {
    touching = controls.join();
    source.touch(controls);
  }

  const panel = source.panel && makePanel(source.panel, hand);
  const [presets, changed] = [panel?.presets ?? [], () => source.resized()];
  const font = source.panel?.font ?? 10;
  const lecture = makeLecture(root, { presets, stage, font, cells: source.cells, changed });

  // --- tuvaldeki el ---

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  const nearest = (event) => nearestGrip(source.grips, scene, place(event), canvas);

  function controlsOf(k) {
    const { moves } = source.grips[k];
    return moves ? [moves.x, moves.y].filter(Boolean).map((line) => line.control) : [];
  }

  function moveTo(k, at) {
    const grip = source.grips[k];
    const next = draggedTo(grip.moves, scene?.axes[grip.axes], at, wanted);
    if (next) move(next);
    else source.ask({ kind: "point", grip: k, x: at[0], y: at[1] });
  }

  function take(k, event) {
    selected = k;
    touch(controlsOf(k));
    read(null);
    moveTo(k, place(event));
  }

  function read(next) {
    const changed = next?.read !== reading?.read;
    if (!changed && next?.k === reading?.k) return;
    reading = next;
    if (changed) draw();
    else mark();
  }

  function hover(event) {
    if (!scene || event.pointerType === "touch") return;
    const found = nearest(event);
    canvas.style.cursor = found && (found.loose ? "crosshair" : holdsTouch(found) && "grab");
    read(nearestPoint(source.reads, scene, place(event), canvas.clientWidth, canvas.clientHeight));
    const near = found && holdsTouch(found) ? controlsOf(found.k) : null;
    if (near && near.join() !== touching) touch(near);
  }

  function stepReading(which, by) {
    const count = countOf(source.reads[which], scene);
    let k = (reading?.read === which ? reading.k : by > 0 ? -1 : count) + by;
    while (k >= 0 && k < count && !pointOf(source.reads[which], scene, k)) k += by;
    if (k >= 0 && k < count) read({ read: which, k });
  }

  const listeners = {
    pointerdown(event) {
      const found = event.button === 0 && nearest(event);
      if (!found || (event.pointerType === "touch" && !holdsTouch(found))) return;
      panel?.stop();
      drag = found.k;
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      canvas.style.cursor = "grabbing";
      take(drag, event);
    },
    pointermove(event) {
      if (drag === null) hover(event);
      else moveTo(drag, place(event));
    },
    pointerup: release,
    pointercancel: release,
    pointerleave: () => read(null),
    // Parmakla uzağa dokunmak da oraya götürür; sayfayı kaydırmak isteyen parmak ise tıklama üretmez.
    click(event) {
      const found = event.pointerType === "touch" && nearest(event);
      if (found) take(found.k, event);
    },
    keydown(event) {
      const grips = source.grips.length;
      const count = grips + source.reads.length;
      if (event.ctrlKey || event.metaKey || event.altKey || !count || !scene) return;
      const arrow = ARROWS[event.key];
      if (arrow && selected < grips) {
        touch(controlsOf(selected));
        const next = steppedTo(source.grips[selected].moves, arrow, wanted);
        if (next) move(next);
        else source.ask({ kind: "step", grip: selected, step: [arrow[0], -arrow[1]] });
      } else if (arrow) {
        stepReading(selected - grips, arrow[0] || arrow[1]);
      } else if (event.key === " ") {
        selected = (selected + 1) % count;
        read(null);
        if (selected >= grips) stepReading(selected - grips, 1);
      } else if (event.key === "Escape") {
        read(null);
      } else return;
      event.preventDefault();
      mark();
    },
    focus: () => scene && mark(),
    blur: () => read(null) ?? (scene && mark()),
  };

  function release() {
    drag = null;
    canvas.style.cursor = "";
  }

  // Yalnızca bir noktayı tutan dokunuş sayfayı kaydırmaz; tuvalin geri kalanında sayfa parmakla kayar.
  function holdPage(event) {
    if (event.touches.length === 1 && holdsTouch(nearest(event.touches[0]))) event.preventDefault();
  }

  const reachable = source.grips.length + source.reads.length > 0;
  canvas.setAttribute("role", reachable ? "application" : "img");
  if (reachable) {
    canvas.tabIndex = 0;
    const keys = "Ok tuşları seçili noktayı kaydırır ya da okur, boşluk tuşu sıradakini seçer.";
    canvas.setAttribute("aria-description", keys);
  }
  for (const [name, listener] of Object.entries(listeners)) canvas.addEventListener(name, listener);
  canvas.addEventListener("touchstart", holdPage, { passive: false });
  const tools = panel?.tools ?? made("div", { className: "lrlab-row lrlab-tools" });
  tools.append(lecture.button);
  const body = made("div", { className: "lrlab-body" });
  const picture = made("div", { className: "lrlab-picture" }, stage, sentence, fold, tools);
  if (panel?.above.length) body.append(made("div", { className: "lrlab-desk" }, ...panel.above));
  body.append(picture);
  root.append(body);
  root.style.setProperty("--lrlab-type", `${font + 4}px`);
  el.classList.add("lrlab-place");
  el.append(root);

  const silence = source.listen({
    live() {
      if (!drawStored()) showLive();
    },
    place() {
      if (same(source.at(), wanted)) return;
      panel?.stop();
      wanted = [...source.at()];
      drawStored();
      panel?.show(wanted, source.useful());
    },
    labels: () => panel?.relabel(source.labels()),
  });
  panel?.show(wanted, source.useful());
  panel?.relabel(source.labels());
  if (!drawStored() && source.live()) showLive();

  function leave() {
    lecture.close();
    panel?.stop();
    silence();
  }

  return { column: () => picture.clientWidth, height: lecture.height, zoom: lecture.zoom, leave };
}
