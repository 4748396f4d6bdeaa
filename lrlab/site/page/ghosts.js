// Soluk eğriler: "Öncekini sakla" denince ekrandaki çizgilerin soluk kopyası, başka bir anın altında durur.

import { placeOf } from "./axes.js";
import { BREAK, UNIT } from "./points.js";

const ALPHA = 0.7;

function rgba(hex) {
  const [red, green, blue] = [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16));
  return `rgba(${red},${green},${blue},${ALPHA})`;
}

// Eski eksenlerdeki pikseli yenilerindekine götüren [çarpan, ek]; ölçekleri aynı eksenlerde bu doğrusaldır.
function mapping(before, after, axis, length) {
  const pixel = (axes, v) => {
    const [x, y] = axis === "x" ? placeOf(axes, v, axes.y[0]) : placeOf(axes, axes.x[0], v);
    return (axis === "x" ? x : y) * length * UNIT;
  };
  const [low, high] = before[axis];
  const factor = (pixel(after, high) - pixel(after, low)) / (pixel(before, high) - pixel(before, low));
  return [factor, pixel(after, low) - factor * pixel(before, low)];
}

function shifted(points, before, after, [width, height]) {
  if (JSON.stringify(before) === JSON.stringify(after)) return points;
  const [fx, ax] = mapping(before, after, "x", width);
  const [fy, ay] = mapping(before, after, "y", height);
  return points.map((value, i) => {
    const start = i - (i % 2);
    if (points[start] === BREAK) return value;
    return i % 2 ? fy * value + ay : fx * value + ax;
  });
}

function ghostLabel(text, color, scale, font) {
  const page = new OffscreenCanvas(1, 1);
  let ctx = page.getContext("2d");
  const written = `${font * scale}px sans-serif`;
  ctx.font = written;
  page.width = Math.ceil(ctx.measureText(text).width) + 4 * scale;
  page.height = Math.ceil(1.4 * font * scale);
  ctx = page.getContext("2d");
  ctx.font = written;
  ctx.fillStyle = "rgba(255,255,255,0.7)";
  ctx.fillRect(0, 0, page.width, page.height);
  ctx.fillStyle = color;
  ctx.textBaseline = "middle";
  ctx.fillText(text, 2 * scale, page.height / 2);
  return page;
}

// `top`a en yakın boş yükseklik: daha önce yazılan adların (`taken`) üstüne binmez; önce `way`e, panelin içine, bakılır.
function freeTop(left, top, picture, taken, way) {
  const covers = (at) =>
    taken.some(
      (one) => left < one.right && left + picture.width > one.left && at < one.bottom && at + picture.height > one.top,
    );
  const tops = [0, 1, 2, -1, -2].map((k) => top + k * way * (picture.height + 1));
  return tops.find((at) => !covers(at)) ?? top;
}

// Çizginin paneldeki son noktasının yanında adı; panelin içinde kalır.
function ghostName(points, box, ghost, size, scale, font, taken) {
  const [width, height] = size;
  const seen = (i) => {
    const [x, y] = [points[i] / UNIT / width, points[i + 1] / UNIT / height];
    return points[i] !== BREAK && x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] ? [x, y] : null;
  };
  for (let i = points.length - 2; i >= 0; i -= 2) {
    const end = seen(i);
    if (!end) continue;
    const picture = ghostLabel(ghost.name, ghost.color, scale, font);
    const beside = end[0] > (box[0] + box[2]) / 2 ? end[0] * width - picture.width - 4 : end[0] * width + 4;
    const left = Math.max(Math.min(beside, box[2] * width - picture.width), box[0] * width);
    const way = end[1] < (box[1] + box[3]) / 2 ? 1 : -1;
    const near = way > 0 ? end[1] * height + 5 : end[1] * height - picture.height - 5;
    const top = freeTop(left, near, picture, taken, way);
    taken.push({ left, top, right: left + picture.width, bottom: top + picture.height });
    const corners = [left, top, left + picture.width, top + picture.height].map((v) => Math.round(v) * UNIT);
    return { looks: [{ kind: "picture", picture: 0 }], points: corners, pictures: [picture], values: [] };
  }
  return null;
}

export class Ghosts {
  // lines: [[çizimin numarası, ekseninin sırası], …]; frames: bu numaradan başlayarak eksenlerin kendileri
  // width: şeklin eni (CSS pikseli); font: yazısı (punto)
  constructor({ lines, frames, colors }, width, font) {
    [this.lines, this.frames, this.colors] = [new Map(lines), frames, colors];
    [this.width, this.letters] = [width, (font * 96) / 72];
    this.kept = [];
    this.dressed = new WeakMap();
  }

  keep(scene, name, at) {
    if (this.kept.length === this.colors.length) this.kept.shift();
    const color = this.colors.find((one) => this.kept.every((ghost) => ghost.color !== one));
    const parts = scene.parts.filter(([number, part]) => this.lines.has(number) && part.points.length);
    this.kept.push({ name, color, at, axes: scene.axes, parts });
    this.dressed = new WeakMap();
  }

  clear() {
    this.kept = [];
    this.dressed = new WeakMap();
  }

  // Soluk eğrileri de taşıyan sahne; aynı sahneye hep aynı nesne.
  dress(scene) {
    if (!scene || !this.kept.length) return scene;
    let found = this.dressed.get(scene);
    if (!found) {
      found = this.made(scene);
      this.dressed.set(scene, found);
    }
    return found;
  }

  made(scene) {
    const [background] = scene.floor.pictures;
    const size = [background.width, background.height];
    const scale = background.width / this.width;
    const taken = [];
    const drawn = this.kept.flatMap((ghost) => {
      const longest = new Map();
      const lines = ghost.parts.map(([number, part]) => {
        const k = this.lines.get(number);
        const points = shifted(part.points, ghost.axes[k], scene.axes[k], size);
        if (!longest.has(k) || longest.get(k).length < points.length) longest.set(k, points);
        const looks = part.looks.map((look) => ({
          ...look,
          ...(look.stroke && { stroke: rgba(ghost.color) }),
          ...(look.fill && { fill: rgba(ghost.color) }),
          printed: undefined,
        }));
        return { looks, points, pictures: [], values: [] };
      });
      const names = [...longest].map(([k, points]) =>
        ghostName(points, scene.axes[k].box, ghost, size, scale, this.letters, taken),
      );
      return [...lines, ...names.filter(Boolean)].map((part) => [-1, part]);
    });
    const first = scene.parts.findIndex(([number]) => number < this.frames);
    const parts = scene.parts.toSpliced(first, 0, ...drawn);
    const [finding, ...rest] = scene.text.split("\n");
    const told = `Soluk eğriler: ${this.kept.map((ghost) => ghost.name).join("; ")}.`;
    return { ...scene, parts, text: [finding, ...rest, told].join("\n") };
  }
}
