// El: tuvalde tutulan noktalar. Fareyle, parmakla ve ok tuşlarıyla denetimlerin yerini değiştirir.

import { dataAt, inside } from "./axes.js";
import { centreOf } from "./points.js";

const REACH = 24; // parmağın bir noktayı tutmuş sayılacağı uzaklık (CSS pikseli)
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function nearestIndex(places, wanted) {
  let best = 0;
  places.forEach((place, k) => {
    if (Math.abs(place - wanted) < Math.abs(places[best] - wanted)) best = k;
  });
  return best;
}

// Noktanın yeni yerinde denetimlerin sıraları; tarayıcı bilemiyorsa null (çekirdeğe sorulur).
export function draggedTo(moves, axes, place, at) {
  if (!moves || !axes) return null;
  const data = dataAt(axes, place);
  const next = [...at];
  for (const [axis, k] of [
    ["x", 0],
    ["y", 1],
  ]) {
    if (!moves[axis]) continue;
    if (!Number.isFinite(data[k])) return null;
    next[moves[axis].control] = nearestIndex(moves[axis].at, data[k]);
  }
  for (const [control, index] of Object.entries(moves.fixed)) next[control] = index;
  return next;
}

// Ok tuşuyla bir sonraki yer: eksende o yöne doğru en yakın değer.
export function steppedTo(moves, [right, up], at) {
  if (!moves) return null;
  const next = [...at];
  for (const [axis, by] of [
    ["x", right],
    ["y", up],
  ]) {
    const line = moves[axis];
    if (!line || !by) continue;
    const last = line.at.length - 1;
    const rising = line.at[last] >= line.at[0];
    next[line.control] = Math.min(Math.max(at[line.control] + (rising ? by : -by), 0), last);
  }
  for (const [control, index] of Object.entries(moves.fixed)) next[control] = index;
  return next;
}

// Bir tutamağın tuvaldeki ortası (tuval pikseli); renk haritasının ortası yoktur.
export function gripAt(grip, scene) {
  const part = scene?.parts.find(([number]) => number === grip.part)?.[1];
  return part && part.looks[0]?.kind !== "picture" ? centreOf(part.points) : null;
}

// `place`in altındaki eksenlerde en yakın tutamak ve uzaklığı (CSS pikseli).
export function nearestGrip(grips, scene, place, canvas) {
  let best = null;
  const scale = canvas.clientWidth / canvas.width;
  grips.forEach((grip, k) => {
    const axes = scene?.axes[grip.axes];
    if (!axes || !inside(axes.box, place)) return;
    const at = gripAt(grip, scene);
    const [x, y] = [place[0] * canvas.width, place[1] * canvas.height];
    const away = at ? scale * Math.hypot(x - at[0], y - at[1]) : 1e6;
    if (!best || away < best.away) best = { k, away, loose: !at };
  });
  return best;
}

export function holdsTouch(found) {
  return Boolean(found) && found.away <= REACH;
}
