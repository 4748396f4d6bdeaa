// Noktalar: çekirdekten gelen baytları koordinatlara, koordinatları tuvalin yollarına çevirir (biçimi points.py anlatır).

export const UNIT = 8;
export const BREAK = -32768;
const [CLOSE, NEXT, END] = [1, 2, 3];

// Noktalar bir öncekinden fark olarak gelir; küçük sayılar tek bayttır.
export function unpack(view) {
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

export function tracePath(points, from = 0, to = points.length) {
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

// Kendi üstüne yüzlerce kez dönen bir çizgiyi boyamak, boyundan hızlı pahalılaşır: 710 adımlık bir yol 16'şar noktalık
// parçalarla üçte iki sürede boyanır. Her parça öncekinin son iki noktasıyla başlar: eklem de boyanmış olur.
const CHUNK = 2 * 16;

export function chunks(points, from, to) {
  for (let i = from; i < to; i += 2) {
    if (points[i] === BREAK && points[i + 1] === CLOSE) return [[from, to]]; // kapanan bir şekil bölünmez
  }
  const found = [];
  for (let first = from; first < to; first += CHUNK)
    found.push([Math.max(first - 4, from), Math.min(first + CHUNK, to)]);
  return found;
}

// Bir çizimin noktalarını dilimlere ayırır: [görünüşün sırası, ilk nokta, son nokta].
export function runsOf(points, looks) {
  const runs = [];
  let [from, k] = [0, 0];
  for (let i = 0; i <= points.length && k < looks.length; i += 2) {
    const atEnd = i === points.length || (points[i] === BREAK && points[i + 1] === END);
    if (!atEnd && !(points[i] === BREAK && points[i + 1] === NEXT)) continue;
    runs.push([k, from, i]);
    from = i + 2;
    if (atEnd) k += 1;
  }
  return runs;
}

// Bir çizimin ortası, tuvalin pikseliyle; noktası yoksa null.
export function centreOf(points) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    if (points[i] === BREAK) continue;
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    top = Math.min(top, points[i + 1]);
    bottom = Math.max(bottom, points[i + 1]);
  }
  return left > right ? null : [(left + right) / 2 / UNIT, (top + bottom) / 2 / UNIT];
}
