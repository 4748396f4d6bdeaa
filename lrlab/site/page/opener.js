// Başlangıç sayfasının şekli: ekrana gelince ▶ kendiliğinden bir kez yürür; dokunan el onu durdurur.

export function mountOpener(root) {
  const host = root.querySelector(".lrlab-begins");
  if (!host || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const watch = new MutationObserver(() => {
    if (!host.classList.contains("lrlab-playing")) return;
    watch.disconnect();
    host.querySelector(".lrlab-play button")?.click();
  });
  watch.observe(host, { attributeFilter: ["class"] });
}
