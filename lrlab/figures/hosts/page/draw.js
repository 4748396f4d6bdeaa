// Çizim: bir sahneyi (zemin, çizimler, gösterge kutuları) tuvale koyar. Denetimleri, belleği, çekirdeği bilmez.
//
// Sahne: { floor: { pictures: [zemin], boxes }, axes, parts: [[numara, çizim], …] }; çizim: { looks, points, pictures }.

import { BREAK, UNIT, chunks, runsOf, tracePath } from "./points.js";

// Saydam olmayan sürekli çizgi parça parça da boyanabilir: üst üste binen yer aynı renktir.
const isLine = (look) => look.stroke?.endsWith(",1)") && !look.fill && !look.dash;

// Bir çizimin yolları ilk çizilişte kurulur ve onunla birlikte saklanır: paylaşılan çizim ikinci kez kurulmaz.
function traced(part) {
  part.traced ??= runsOf(part.points, part.looks).map(([k, from, to]) => {
    const look = part.looks[k];
    const cuts = look.kind === "path" ? (isLine(look) ? chunks(part.points, from, to) : [[from, to]]) : null;
    const paths = cuts?.map(([first, end]) => tracePath(part.points, first, end));
    return { look, paths, whole: null, from, to };
  });
  return part.traced;
}

function paint(ctx, look, path) {
  if (look.fill) ctx.fill(path);
  if (look.stroke) ctx.stroke(path);
}

// Bir işaretin resmi ve ortasına göre yeri. İşaretler tam piksellerdedir: resmi bir kez boyanır, yüzlerce kez basılır.
function printed(look) {
  const xs = look.stamp.filter((_, i) => i % 2 === 0 && look.stamp[i] > BREAK);
  const ys = look.stamp.filter((_, i) => i % 2 === 1 && look.stamp[i - 1] > BREAK);
  const pad = (look.width ?? 0) + 2;
  const [left, top] = [xs, ys].map((all) => Math.floor(Math.min(...all) / UNIT - pad));
  const [right, bottom] = [xs, ys].map((all) => Math.ceil(Math.max(...all) / UNIT + pad));
  const page = new OffscreenCanvas(right - left, bottom - top);
  const ctx = page.getContext("2d");
  ctx.translate(-left, -top);
  dress(ctx, look);
  paint(ctx, look, tracePath(look.stamp));
  return { page, left, top };
}

function drawRun(ctx, run, { points, pictures }) {
  const { look, paths, from, to } = run;
  if (look.kind === "picture") {
    const [x0, y0, x1, y1] = points.slice(from, to);
    const box = [x0, y0, x1 - x0, y1 - y0].map((length) => length / UNIT);
    ctx.drawImage(pictures[look.picture], ...box);
  } else if (paths?.length > 1 && ctx.globalAlpha < 1) {
    run.whole ??= tracePath(points, from, to); // soluk çizilende parçaların bindiği yer koyu kalırdı
    paint(ctx, look, run.whole);
  } else if (paths) {
    for (const path of paths) paint(ctx, look, path);
  } else {
    look.printed ??= printed(look);
    const { page, left, top } = look.printed;
    for (let i = from; i < to; i += 2) {
      ctx.drawImage(page, points[i] / UNIT + left, points[i + 1] / UNIT + top);
    }
  }
}

function cut(ctx, clip) {
  if (!clip) return;
  ctx.beginPath();
  ctx.rect(...clip);
  ctx.clip();
}

function dress(ctx, look) {
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

// `faded`: soluk çizilecek çizimlerin numaraları.
export function drawScene(canvas, scene, faded = new Set()) {
  const ctx = canvas.getContext("2d");
  const [background] = scene.floor.pictures;
  if (canvas.width !== background.width || canvas.height !== background.height) {
    [canvas.width, canvas.height] = [background.width, background.height];
  }
  ctx.drawImage(background, 0, 0);
  for (const [number, part] of scene.parts) {
    let clip = null; // art arda gelen çizimler çoğu kez aynı eksendedir: kırpma bir kez konur
    ctx.save();
    for (const run of traced(part)) {
      const wanted = run.look.clip?.join() ?? "";
      if (wanted !== clip) {
        ctx.restore();
        ctx.save();
        ctx.globalAlpha = faded.has(number) ? 0.25 : 1;
        cut(ctx, run.look.clip);
        clip = wanted;
      }
      dress(ctx, run.look);
      drawRun(ctx, run, part);
    }
    ctx.restore();
  }
  ctx.globalAlpha = 1;
  for (const [x0, y0, x1, y1] of scene.floor.boxes) {
    ctx.drawImage(background, x0, y0, x1 - x0, y1 - y0, x0, y0, x1 - x0, y1 - y0);
  }
}
