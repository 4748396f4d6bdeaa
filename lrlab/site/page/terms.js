// Terimler: üstüne gelince, odaklanınca ya da dokununca sözlükteki tanımı açılır; Escape kapatır.

import { made } from "./controls.js";

const EDGE = 8; // kutunun pencereden en az uzaklığı
const LINGER = 150; // fare terimden kutuya geçerken kapanmasın

export function mountTerms(root) {
  const terms = [...root.querySelectorAll("a.lrlab-term[title]")];
  if (!terms.length) return;
  const box = made("div", { className: "lrlab-definition", id: "lrlab-definition", role: "tooltip", hidden: true });
  document.body.append(box);
  let open = null; // tanımı açık terim
  let leaving = null;

  function show(term) {
    clearTimeout(leaving);
    if (open === term) return;
    hide();
    open = term;
    const [name, ...told] = term.dataset.told.split(": ");
    box.replaceChildren(made("b", { textContent: name }), made("span", { textContent: told.join(": ") }));
    term.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    place();
  }

  function place() {
    const line = open.getClientRects()[0];
    const left = line.left + line.width / 2 - box.offsetWidth / 2;
    box.style.left = `${Math.max(EDGE, Math.min(left, document.documentElement.clientWidth - box.offsetWidth - EDGE))}px`;
    const above = line.top - box.offsetHeight - 4;
    box.style.top = `${above < EDGE ? line.bottom + 4 : above}px`;
  }

  function hide() {
    clearTimeout(leaving);
    open?.removeAttribute("aria-describedby");
    open = null;
    box.hidden = true;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LINGER);
  }

  for (const term of terms) {
    term.dataset.told = term.title;
    term.removeAttribute("title"); // tarayıcının kendi kutusu ikinci kez söylemesin
    let before = null; // parmak değmeden önce açık olan
    term.addEventListener("pointerdown", (event) => {
      before = event.pointerType === "touch" ? open : term;
    });
    term.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(term));
    term.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", hide);
    // İlk dokunuş tanımı açar, ikincisi sözlüğe gider.
    term.addEventListener("click", (event) => {
      const first = event.pointerType === "touch" && before !== term;
      show(term);
      if (first) event.preventDefault();
    });
  }
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", leave);
  document.addEventListener(
    "pointerdown",
    (event) => event.target.closest?.(".lrlab-term, .lrlab-definition") || hide(),
  );
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    hide();
    event.stopPropagation();
  });
  window.addEventListener("scroll", () => open && hide(), { passive: true, capture: true });
}
