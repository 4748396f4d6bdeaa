// Basılan sayfa: katlanmış metin açılır (kod, ipucu ve sonuç değil), resimler yüklenir; basınca eski haline döner.

export function mountHandout(root) {
  let closed = [];
  window.addEventListener("beforeprint", () => {
    for (const picture of root.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
    closed = [...root.querySelectorAll("details:not([open], .hide)")].filter((one) => !one.closest(".lrlab-question"));
    for (const fold of closed) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
    closed = [];
  });
}
