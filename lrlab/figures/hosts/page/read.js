// Okuma: imlecin (ya da ok tuşlarının) en yakınındaki noktanın değerleri; aynı adımı paylaşan çizimlerde o adım da yanar.

import { inside, placeOf } from "./axes.js";

const NEAR = 28; // imleç bir noktaya bu kadar yakınsa okunur (CSS pikseli)
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function written(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "yok" : value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, power] = value.toExponential(2).split("e");
    const raised = [...String(Number(power))].map((letter) => SUPERSCRIPT[letter]).join("");
    return `${Number(mantissa)}·10${raised}`;
  }
  return String(Number(value.toPrecision(4)));
}

// "sıcaklık (°C)" ve 9.3 -> "sıcaklık 9.3 °C"
function named(label, value) {
  const [, name, unit] = /^(.*?)(?: \(([^()]*)\))?$/.exec(label);
  if (unit === "%") return `${name} %${written(value)}`; // Türkçede yüzde işareti sayıdan önce gelir
  return `${name} ${written(value)}${unit ? ` ${unit}` : ""}`;
}

export function words(read, x, y) {
  return `${read.name}: ${named(read.x, x)}, ${named(read.y, y)}`;
}

function partOf(read, scene) {
  const part = scene.parts.find(([number]) => number === read.part)?.[1];
  return part?.values?.length ? part : null;
}

export function countOf(read, scene) {
  return partOf(read, scene)?.values[0].length ?? 0;
}

// k. noktanın yeri (tuvalin eni ve boyu 1) ve değerleri; görünmüyorsa null.
export function pointOf(read, scene, k) {
  const part = partOf(read, scene);
  const axes = scene.axes[read.axes];
  if (!part || k >= part.values[0].length) return null;
  const [x, y] = [part.values[0][k], part.values[1][k]];
  const place = placeOf(axes, x, y);
  return place.every(Number.isFinite) && inside(axes.box, place) ? { place, x, y } : null;
}

// `place`e en yakın okunur nokta: { read (sırası), k }; hiçbiri yakın değilse null.
export function nearestPoint(reads, scene, place, width, height) {
  let best = null;
  reads.forEach((read, which) => {
    const axes = scene.axes[read.axes];
    if (!inside(axes.box, place)) return;
    for (let k = 0; k < countOf(read, scene); k += 1) {
      const found = pointOf(read, scene, k);
      if (!found) continue;
      const [dx, dy] = [(found.place[0] - place[0]) * width, (found.place[1] - place[1]) * height];
      const away = Math.hypot(dx, dy);
      if (away <= NEAR && (!best || away < best.away)) best = { read: which, k, away };
    }
  });
  return best;
}

// Okunan nokta ve ona bağlı olanlar: [{ read, k }]
export function linked(reads, { read, k }) {
  const { index } = reads[read];
  return reads.flatMap((other, which) =>
    which === read || (index && other.index === index) ? [{ read: which, k }] : [],
  );
}
