// Sayfadaki tahmin ve sonucu, lrlab/exercises/predict.py'nin karşılığı: aynı kurallar, aynı cümleler.

import { made } from "./controls.js";
import { general } from "./decimals.js";
import { readNumber, Unread } from "./reading.js";

const NEAR_GUESS = 0.1; // sayılı soruda "tuttu" denecek en büyük bağıl uzaklık

const isNumber = (value) => typeof value === "number";
const guessWords = (value, unit) => `${isNumber(value) ? general(value, 10) : value}${unit && ` ${unit}`}`;
const toldGuess = ({ value, after }, unit) => guessWords(value, unit) + (after ? ", sonucu gördükten sonra" : "");

// "Tahminin: …"; değiştirildiyse ilki ve sonuncusu; tahmin yoksa boş.
export function guessesTold({ made }, unit) {
  if (!made.length) return "";
  const [first, last] = [made[0], made.at(-1)];
  if (made.length === 1) return `Tahminin: ${toldGuess(first, unit)}`;
  return `İlk tahminin: ${toldGuess(first, unit)}; değiştirdin: ${toldGuess(last, unit)}`;
}

export function guessRight(guess, actual) {
  if (!isNumber(guess) || !isNumber(actual)) return guess === actual;
  return Math.abs(guess - actual) <= NEAR_GUESS * Math.abs(actual);
}

// İlk tahminin (ve değiştirildiyse sonuncunun) tutup tutmadığı; tahmin yoksa boş.
export function verdictOf({ made }, actual) {
  if (!made.length) return "";
  const [first, last] = [made[0], made.at(-1)];
  if (made.length === 1) return judgedGuess(first.value, actual);
  return `ilki ${judgedGuess(first.value, actual)}, sonuncusu ${judgedGuess(last.value, actual)}`;
}

function judgedGuess(guess, actual) {
  const word = guessRight(guess, actual) ? "✔ tuttu" : "✘ tutmadı";
  if (!isNumber(guess) || !isNumber(actual) || guess === actual || !actual) return word;
  return `${word} (%${general(100 * Math.abs((guess - actual) / actual), 3)} uzak)`;
}

const momentText = (at) => new Date(at).toLocaleString("tr-TR", { dateStyle: "short", timeStyle: "short" });

// Değişmeyen bir yazı yeniden yazılmaz: ekran okuyucu onu bir daha söylemesin.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Soruyu bağlar: seçilen, düğmeyle kaydedilir; kayıtlı olan işaretli durur.
export function mountGuess(form, memory) {
  const { key, question, unit } = form.dataset;
  const said = form.querySelector("[role=status]");
  const [field] = form.querySelectorAll("input");
  const choices = [...form.querySelectorAll("[type=radio]")];
  form.querySelector("button").hidden = false;

  // Sorunun yanıtı olamayan eski bir tahmin (seçenekler değişmiş) gösterilmez; kaydı durur.
  const fits = ({ value }) => (choices.length ? choices.some((one) => one.value === value) : isNumber(value));

  function history() {
    const known = memory.history(key, question);
    return { ...known, made: known.made.filter(fits) };
  }

  let shown; // alanda gösterilen kayıtlı tahmin: başka bir soru kaydedilirken buradaki seçim silinmesin
  function show() {
    const known = history();
    const last = known.made.at(-1);
    if (last?.value !== shown) {
      shown = last?.value;
      for (const one of choices) one.checked = one.value === shown;
      if (!choices.length) field.value = shown ?? "";
    }
    const told = guessesTold(known, unit).replace("Tahminin:", "Kayıtlı tahminin:");
    write(said, last ? `${told} (${momentText(last.at)}). ${memory.trouble()}`.trim() : "");
  }

  function chosen() {
    if (choices.length) {
      const one = choices.find((choice) => choice.checked);
      if (one) return one.value;
      throw new Unread("Önce bir seçenek seç.");
    }
    const [value] = readNumber(field.value);
    if (Number.isFinite(value)) return value;
    throw new Unread("Tahminin sonlu bir sayı olmalı.");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      memory.guess(key, question, chosen());
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      write(said, error.message);
    }
  });
  show();
  return { key, unit, numeric: !choices.length, history, show };
}

// Sonucu sorusuna bağlar; `guess`, mountGuess'in verdiğidir.
export function mountOutcome(block, guess, memory) {
  const said = block.querySelector(".lrlab-said");
  const fold = block.querySelector("details");
  const told = block.querySelector(".lrlab-actual");
  const verdict = made("p", { className: "lrlab-verdict", hidden: true });
  const waiting = said.textContent;
  const { question } = block.dataset;
  const actual = guess.numeric ? Number.parseFloat(block.dataset.actual) : block.dataset.actual;
  let guessed = false;
  let onScreen = false;

  // Tahminden sonra ya da "Göster"le açılmış bir sonuç, ekrana gelince görülmüş olur.
  function look() {
    if (onScreen && fold.open) memory.saw(guess.key, question, actual);
  }

  function show() {
    const history = guess.history();
    const before = guessed;
    guessed = history.made.length > 0;
    said.textContent = guessesTold(history, guess.unit) || waiting;
    verdict.textContent = verdictOf(history, actual);
    verdict.hidden = !guessed;
    fold.querySelector("summary").hidden = guessed;
    if (guessed || before) fold.open = guessed;
    look();
  }

  told.after(verdict);
  fold.addEventListener("toggle", look);
  new IntersectionObserver((entries) => {
    onScreen = entries.at(-1).isIntersecting;
    look();
  }).observe(told);
  show();
  return { show };
}
