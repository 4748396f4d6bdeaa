// ▶: zaman olan bir kaydırıcıyı sona dek yürütür. Kendiliğinden başlamaz; dokununca durur.

const SPEEDS = [0.5, 1, 2, 4];
const WHOLE_MS = 6000; // baştan sona, 1 hızda
const FASTEST_MS = 16;
const SLOWEST_MS = 700; // az adımlı bir kaydırıcı da beklemeden yürüsün
const CALM_STEPS = 8; // hareketin azaltılmasını isteyene: seyrek ve büyük adımlar
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function makePlayer(spec, input, moved, endOf) {
  const element = document.createElement("span");
  element.className = "lrlab-play";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lrlab-button";
  const speed = document.createElement("select");
  speed.setAttribute("aria-label", `${spec.label}: hız`);
  for (const value of SPEEDS) speed.append(new Option(`${value}×`, value, value === 1, value === 1));
  element.append(button, speed);

  let [frame, began, from] = [null, 0, 0];

  function label() {
    const playing = frame !== null;
    button.textContent = playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", `${spec.label}: ${playing ? "duraklat" : "oynat"}`);
  }

  function stride() {
    return calm() ? Math.ceil(endOf() / CALM_STEPS) : 1;
  }

  function period() {
    if (calm()) return SLOWEST_MS / Number(speed.value);
    return Math.min(Math.max(WHOLE_MS / Math.max(endOf(), 1), FASTEST_MS), SLOWEST_MS) / Number(speed.value);
  }

  function stop() {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    label();
  }

  function tick(now) {
    if (!element.isConnected || input.disabled) return stop();
    const last = endOf();
    const at = Math.min(last, from + stride() * Math.floor((now - began) / period()));
    frame = at < last ? requestAnimationFrame(tick) : null;
    if (at !== input.valueAsNumber) moved(at, frame !== null); // sonuncusu ekran okuyucuya da söylenir
    if (frame === null) label();
    return undefined;
  }

  function start() {
    from = input.valueAsNumber < endOf() ? input.valueAsNumber : 0;
    if (from !== input.valueAsNumber) moved(from, true);
    began = performance.now();
    frame = requestAnimationFrame(tick);
    label();
  }

  button.addEventListener("click", () => (frame === null ? start() : stop()));
  speed.addEventListener("change", () => {
    from = input.valueAsNumber;
    began = performance.now();
  });
  for (const event of ["pointerdown", "keydown"]) input.addEventListener(event, stop);
  label();
  return { element, stop };
}
