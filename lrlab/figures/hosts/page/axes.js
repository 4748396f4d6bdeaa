// Eksenler: tuvaldeki yer ile veri koordinatı arasında gidip gelir. Yer, tuvalin eni ve boyu 1 sayılaraktır.

const SCALES = { linear: [(v) => v, (v) => v], log: [Math.log10, (v) => 10 ** v] };

function along(value, [low, high], scale) {
  const [forward] = SCALES[scale] ?? [];
  return forward ? (forward(value) - forward(low)) / (forward(high) - forward(low)) : NaN;
}

function back(share, [low, high], scale) {
  const [forward, backward] = SCALES[scale] ?? [];
  return forward ? backward(forward(low) + share * (forward(high) - forward(low))) : NaN;
}

export function inside([x0, y0, x1, y1], [x, y]) {
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

// Verinin tuvaldeki yeri.
export function placeOf(axes, x, y) {
  const [x0, y0, x1, y1] = axes.box;
  const [across, up] = [along(x, axes.x, axes.scales[0]), along(y, axes.y, axes.scales[1])];
  return [x0 + across * (x1 - x0), y1 - up * (y1 - y0)];
}

// Tuvaldeki bir yerin verisi; eksenlerin dışındaki yer kenara çekilir, bilinmeyen ölçekte NaN.
export function dataAt(axes, [x, y]) {
  const [x0, y0, x1, y1] = axes.box;
  const share = (v, low, high) => Math.min(Math.max((v - low) / (high - low), 0), 1);
  return [back(share(x, x0, x1), axes.x, axes.scales[0]), back(1 - share(y, y0, y1), axes.y, axes.scales[1])];
}
