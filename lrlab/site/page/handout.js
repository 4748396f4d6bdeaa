// Basılan sayfa: katlanmış bölümler (kapalı kod dışında) açılır, resimler yüklenir; basınca eski haline döner.

export function mountHandout(root) {
  let closed = [];
  window.addEventListener("beforeprint", () => {
    for (const picture of root.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
    closed = [...root.querySelectorAll("details:not([open], .hide)")];
    for (const fold of closed) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false;
    closed = [];
  });
}
