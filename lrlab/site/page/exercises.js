// Sayfadaki soruların hepsini bağlar: tahminler ve sonuçları, sayı alıştırmaları, ipuçları, ilerleme.

import { made } from "./controls.js";
import { mountGuess, mountOutcome } from "./guesses.js";
import { judgeNumber } from "./judge.js";
import { openMemory } from "./memory.js";
import { mountProgress } from "./progress.js";

const STATUS_MARKS = { doğru: "✔", yanlış: "✘", denenmedi: "…" };
const CHECK_MARKS = new Map([
  [true, "✔"],
  [false, "✘"],
  [null, "–"],
]);

// Sayfaya base64 olarak konmuş tablo.
export function decodedTable(text) {
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (one) => one.charCodeAt(0))));
}

function mountNumber(form, memory) {
  const task = decodedTable(form.dataset.table);
  const field = form.querySelector("input");
  const said = form.querySelector("[role=status]");
  form.querySelector("button").hidden = false;

  function tell({ status, line, checks, tolerance }) {
    const told = (text) => made("p", { textContent: text });
    const rows = [told(line)];
    if (status !== "doğru") rows.push(told("Takıldıysan aşağıdaki ipucunu aç."));
    const passed = Object.entries(checks).map(([name, right]) => `${name} ${CHECK_MARKS.get(right)}`);
    if (passed.length) rows.push(told(`${passed.join(" · ")} (kabul edilen fark: ${tolerance})`));
    if (memory.trouble()) rows.push(told(memory.trouble()));
    said.dataset.status = status;
    said.replaceChildren(made("b", { textContent: `${STATUS_MARKS[status]} ${task.title} — ${status}` }), ...rows);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = judgeNumber(task, field.value);
    if (found.status !== "denenmedi") memory.answered(task.name, field.value, found);
    tell(found);
  });
  let shown = null; // alanda gösterilen kayıtlı yanıt
  return {
    show() {
      const known = memory.answer(task.name);
      if (known?.at === shown?.at) return;
      shown = known;
      field.value = known?.text ?? "";
      if (known) tell(judgeNumber(task, known.text));
      else said.replaceChildren();
    },
  };
}

// İç içe ipuçları: açılan hatırlanır, kayıttakiler açık gelir.
function mountHints(block, memory) {
  const hints = [...block.querySelectorAll(".lrlab-hint")];
  const task = block.dataset.lrlabTask;
  hints.forEach((hint, k) => {
    hint.addEventListener("toggle", () => {
      if (hint.open) memory.hinted(task, k + 1);
    });
  });
  let shown = 0;
  return {
    show() {
      const level = memory.hint(task);
      if (level === shown) return;
      shown = level;
      hints.forEach((hint, k) => {
        hint.open = k < level;
      });
    },
  };
}

// `root` içindeki bütün soruları bağlar.
export function mountQuestions(root) {
  const memory = openMemory();
  const all = (css) => [...root.querySelectorAll(css)];
  const parts = [];
  const guesses = new Map();
  for (const form of all("form[data-lrlab-guess]")) {
    const guess = mountGuess(form, memory);
    guesses.set(`${form.dataset.lrlabGuess} ${form.dataset.question}`, guess);
    parts.push(guess);
  }
  for (const block of all("[data-lrlab-outcome]")) {
    const guess = guesses.get(`${block.dataset.lrlabOutcome} ${block.dataset.question}`);
    if (guess) parts.push(mountOutcome(block, guess, memory));
  }
  for (const form of all("form[data-lrlab-task]")) parts.push(mountNumber(form, memory));
  for (const block of all("[data-lrlab-task]")) parts.push(mountHints(block, memory));
  for (const block of all(".lrlab-progress")) parts.push(mountProgress(block, memory));
  const show = () => parts.forEach((part) => part.show());
  memory.listen(show);
  show();
}
