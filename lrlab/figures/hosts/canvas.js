// Tuval: çekirdeğin yolladığı zemini ve çizimleri ekrana koyar, sürüklemeyi ve ok tuşlarını çekirdeğe bildirir.
// Noktaların biçimini points.py, iletilerin biçimini canvas.py anlatır.

const UNIT = 8;
const BREAK = -32768;
const [CLOSE, NEXT, END] = [1, 2, 3];
const BEAT_MS = 2000; // çekirdek sorduysa "buradayım" aralığı
const REACH = 24; // parmağın bir noktayı tutmuş sayılacağı uzaklık (CSS pikseli)
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Noktalar bir öncekinden fark olarak gelir; küçük sayılar tek bayttır (points.py, `packed`).
function unpack(view) {
  const points = [];
  const last = [0, 0];
  let [value, shift] = [0, 0];
  for (let i = 0; i < view.byteLength; i += 1) {
    const byte = view.getUint8(i);
    value |= (byte & 127) << shift;
    shift += 7;
    if (byte & 128) continue;
    const axis = points.length % 2;
    last[axis] += (value >>> 1) ^ -(value & 1);
    points.push(last[axis]);
    [value, shift] = [0, 0];
  }
  return points;
}

function tracePath(points, from, to) {
  const path = new Path2D();
  let starting = true;
  for (let i = from; i < to; i += 2) {
    if (points[i] === BREAK) {
      if (points[i + 1] === CLOSE) path.closePath();
      starting = true;
    } else {
      path[starting ? "moveTo" : "lineTo"](points[i] / UNIT, points[i + 1] / UNIT);
      starting = false;
    }
  }
  return path;
}

function paint(ctx, look, path) {
  if (look.fill) ctx.fill(path);
  if (look.stroke) ctx.stroke(path);
}

function drawRun(ctx, look, points, from, to, pictures) {
  if (look.kind === "picture") {
    const [x0, y0, x1, y1] = points.slice(from, to);
    const box = [x0, y0, x1 - x0, y1 - y0].map((length) => length / UNIT);
    ctx.drawImage(pictures[look.picture], ...box);
  } else if (look.kind === "path") {
    paint(ctx, look, tracePath(points, from, to));
  } else {
    const stamp = tracePath(look.stamp, 0, look.stamp.length);
    for (let i = from; i < to; i += 2) {
      const [x, y] = [points[i] / UNIT, points[i + 1] / UNIT];
      ctx.translate(x, y);
      paint(ctx, look, stamp);
      ctx.translate(-x, -y);
    }
  }
}

function dress(ctx, look) {
  if (look.clip) {
    ctx.beginPath();
    ctx.rect(...look.clip);
    ctx.clip();
  }
  ctx.imageSmoothingEnabled = false; // renk haritasının hücreleri keskin kalsın
  ctx.fillStyle = look.fill ?? "none";
  ctx.strokeStyle = look.stroke ?? "none";
  ctx.lineWidth = look.width ?? 1;
  ctx.lineCap = look.cap ?? "butt";
  ctx.lineJoin = look.join ?? "miter";
  ctx.miterLimit = 4; // Agg'ninki
  ctx.setLineDash(look.dash ?? []);
  ctx.lineDashOffset = look.shift ?? 0;
}

function drawPart(ctx, looks, points, pictures) {
  let [from, k] = [0, 0];
  for (let i = 0; i <= points.length && k < looks.length; i += 2) {
    const atEnd = i === points.length || (points[i] === BREAK && points[i + 1] === END);
    if (!atEnd && !(points[i] === BREAK && points[i + 1] === NEXT)) continue;
    ctx.save();
    dress(ctx, looks[k]);
    drawRun(ctx, looks[k], points, from, i, pictures);
    ctx.restore();
    from = i + 2;
    if (atEnd) k += 1;
  }
}

function centre(points) {
  const [xs, ys] = [[], []];
  for (let i = 0; i < points.length; i += 2) {
    if (points[i] === BREAK) continue;
    xs.push(points[i]);
    ys.push(points[i + 1]);
  }
  if (!xs.length) return null;
  return [xs, ys].map((all) => (Math.min(...all) + Math.max(...all)) / 2 / UNIT);
}

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  const [width, height] = model.get("size");
  const canvas = document.createElement("canvas");
  canvas.className = "lrlab";
  canvas.style.width = `${width}px`;
  [canvas.width, canvas.height] = [width, height];
  canvas.dataset.lmSuppressShortcuts = "true"; // ok tuşları JupyterLab'de hücre değiştirmesin
  el.append(canvas);
  const ctx = canvas.getContext("2d");

  // --- çizim ---
  const decoded = new Map(); // alan adı -> { source, pictures }
  let [decoding, stale] = [false, false];
  let selected = 0;

  async function decode(name) {
    const source = model.get(name);
    const blobs = [source].flat().map((bytes) => new Blob([bytes], { type: "image/png" }));
    const pictures = await Promise.all(blobs.map((blob) => createImageBitmap(blob)));
    decoded.get(name)?.pictures.forEach((old) => old.close());
    decoded.set(name, { source, pictures });
  }

  // Yeni resim yoksa beklemeden çizer; resim açılırken gelen yenilikler sıraya girmez, en sonuncusu çizilir.
  async function refresh() {
    stale = true;
    if (decoding) return;
    while (stale) {
      stale = false;
      const names = ["background", ...model.get("order").map((k) => `p${k}`)];
      const changed = names.filter((name) => decoded.get(name)?.source !== model.get(name));
      if (changed.length) {
        decoding = true;
        try {
          await Promise.all(changed.map(decode));
        } finally {
          decoding = false;
        }
      }
    }
    draw();
  }

  function draw() {
    const [background] = decoded.get("background").pictures;
    if (canvas.width !== background.width || canvas.height !== background.height) {
      [canvas.width, canvas.height] = [background.width, background.height];
    }
    ctx.drawImage(background, 0, 0);
    for (const k of model.get("order")) {
      drawPart(ctx, model.get(`l${k}`), unpack(model.get(`d${k}`)), decoded.get(`p${k}`).pictures);
    }
    for (const [x0, y0, x1, y1] of model.get("boxes")) {
      ctx.drawImage(background, x0, y0, x1 - x0, y1 - y0, x0, y0, x1 - x0, y1 - y0);
    }
    const held = document.activeElement === canvas && grip(selected);
    if (held) ring(...held);
  }

  function ring(x, y) {
    const scale = canvas.width / width;
    ctx.beginPath();
    ctx.arc(x, y, 11 * scale, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5 * scale;
    ctx.strokeStyle = "#0072B2";
    ctx.stroke();
  }

  // Şeklin altındaki cümle ağdan ikinci kez gelmesin: ekran okuyucu tuvalde de onu duyar. Cümle resimden sonra gelir.
  let telling = null;

  function describe() {
    telling = null;
    const told = el.closest(".widget-vbox")?.querySelector("[role=status]");
    if (told) canvas.setAttribute("aria-label", told.textContent);
  }

  function update() {
    const movable = model.get("grips").length > 0;
    canvas.setAttribute("role", movable ? "application" : "img");
    if (movable) {
      canvas.tabIndex = 0;
      const keys = "Ok tuşları seçili noktayı kaydırır, boşluk tuşu sıradaki noktayı seçer.";
      canvas.setAttribute("aria-description", keys);
    }
    telling ??= setTimeout(describe, 100);
    refresh();
  }

  // --- çekirdeğe haberler: yanıt beklenirken yalnızca en son istek tutulur ---

  function tell(message) {
    try {
      model.send({ ...message, view });
    } catch {
      // Çekirdek yeniden başladıysa bu şekil artık yalnızca bir resimdir; dinleyen yoktur.
    }
  }

  let [turn, waiting, next] = [0, null, null];

  function ask(message) {
    if (message.step && next?.step && next.grip === message.grip) {
      message.step = message.step.map((steps, axis) => steps + next.step[axis]);
    }
    next = message;
    if (!waiting) send();
  }

  function send() {
    clearTimeout(waiting);
    waiting = null;
    if (!next) return;
    tell({ ...next, turn: ++turn });
    next = null;
    waiting = setTimeout(send, 2000); // çekirdek yeniden başlamışsa yanıt hiç gelmez
  }

  function answered(message) {
    if (message.done === turn) send();
  }

  function beat() {
    const scale = (devicePixelRatio * canvas.clientWidth) / width;
    tell({ kind: "here", scale });
  }

  // Zemin ekranın ölçeğiyle çizilir; pencere çekilirken her ara ölçüde değil, durunca yeniden çizilsin.
  let resizing = null;

  function resized() {
    clearTimeout(resizing);
    resizing = setTimeout(beat, 200);
  }

  // --- sürükleme ---
  let drag = null; // tutulan noktanın sırası

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  function grip(k) {
    const part = model.get("grips")[k]?.part;
    const fixed = part === undefined || model.get(`l${part}`)[0]?.kind === "picture";
    return fixed ? null : centre(unpack(model.get(`d${part}`)));
  }

  // Altındaki eksenlerin sürüklenebilen en yakın noktası ve uzaklığı; renk haritasının noktası yoktur, hep uzaktır.
  function nearest([x, y]) {
    let best = null;
    model.get("grips").forEach(({ box: [x0, y0, x1, y1] }, k) => {
      if (x < x0 || x > x1 || y < y0 || y > y1) return;
      const at = grip(k);
      const scale = canvas.clientWidth / canvas.width;
      const away = at ? scale * Math.hypot(x * canvas.width - at[0], y * canvas.height - at[1]) : 1e6;
      if (!best || away < best.away) best = { k, away };
    });
    return best;
  }

  function moveTo(k, [x, y]) {
    ask({ kind: "point", grip: k, x, y });
  }

  function release() {
    drag = null;
  }

  const listeners = {
    pointerdown(event) {
      const found = event.button === 0 && nearest(place(event));
      if (!found || (event.pointerType === "touch" && found.away > REACH)) return;
      drag = selected = found.k;
      canvas.setPointerCapture(event.pointerId);
      canvas.focus({ preventScroll: true });
      moveTo(drag, place(event));
    },
    pointermove(event) {
      if (drag !== null) moveTo(drag, place(event));
    },
    pointerup: release,
    pointercancel: release,
    // Parmakla uzağa dokunmak da oraya götürür; sayfayı kaydırmak isteyen parmak ise tıklama üretmez.
    click(event) {
      const found = event.pointerType === "touch" && nearest(place(event));
      if (found) moveTo((selected = found.k), place(event));
    },
    keydown(event) {
      const count = model.get("grips").length;
      if (event.ctrlKey || event.metaKey || event.altKey || !count) return;
      if (ARROWS[event.key]) ask({ kind: "step", grip: selected, step: ARROWS[event.key] });
      else if (event.key === " ") selected = (selected + 1) % count;
      else return;
      event.preventDefault();
      refresh();
    },
    focus() {
      describe();
      refresh();
    },
    blur: refresh,
  };
  // Yalnızca bir noktayı tutan dokunuş sayfayı kaydırmaz; tuvalin geri kalanında sayfa parmakla kayar.
  function holdPage(event) {
    if (event.touches.length === 1 && nearest(place(event.touches[0]))?.away <= REACH) event.preventDefault();
  }

  for (const [name, listener] of Object.entries(listeners)) canvas.addEventListener(name, listener);
  canvas.addEventListener("touchstart", holdPage, { passive: false });
  window.addEventListener("resize", resized); // sayfanın büyütülmesi de bir "resize"dır
  model.on("change", update);
  model.on("msg:custom", answered);
  const pulse = setInterval(() => model.get("pulse") && beat(), BEAT_MS);
  update();
  requestAnimationFrame(beat);

  return () => {
    clearInterval(pulse);
    clearTimeout(waiting);
    clearTimeout(telling);
    clearTimeout(resizing);
    window.removeEventListener("resize", resized);
    model.off("change", update);
    model.off("msg:custom", answered);
    tell({ kind: "gone" });
  };
}

export default { render };
