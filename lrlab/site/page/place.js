// Gidilen yer: üstündeki şekiller yüklenip boyları değişse de yerinde kalır, okur kaydırana dek.

const PATIENCE_MS = 3000;
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];

export function holdPlace(element) {
  const go = () => element.scrollIntoView({ block: "start", behavior: "instant" });
  const sizes = new ResizeObserver(go);
  const stop = () => {
    sizes.disconnect();
    for (const name of MOVES) window.removeEventListener(name, stop, true);
  };
  go();
  sizes.observe(element.closest("article") ?? element);
  for (const name of MOVES) window.addEventListener(name, stop, true);
  setTimeout(stop, PATIENCE_MS);
}

export function mountPlace() {
  let name = "";
  try {
    name = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // yarısı kopyalanmış bir bağlantı
  }
  const target = document.getElementById(name);
  if (target) holdPlace(target);
}
