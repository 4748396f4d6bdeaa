// Sayı yanıtının okunuşu, lrlab/exercises/checking/reading.py'nin karşılığı: sayı, kesir, küçük bir hesap, birim.

import { floatText, powerOf, quotedText } from "./decimals.js";

export class Unread extends Error {} // okunamayan yanıt; iletisi öğrenciye söylenecek cümledir

const LONGEST_ANSWER = 200;
// Python'un boşlukları ve rakamları: \s ve \d JavaScript'te başka kümelerdir.
const BLANKS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const NUMBER = "(?:\\p{Nd}+[.,]?\\p{Nd}*|[.,]\\p{Nd}+)(?:e[\\-+]?\\p{Nd}+)?";
const BEFORE = `[\\-+−(${BLANKS}]*`;
const AFTER = `[)${BLANKS}]*`;
const SUM = `${BEFORE}${NUMBER}${AFTER}(?:(?:\\*\\*|[\\-+−*/·×÷^])${BEFORE}${NUMBER}${AFTER})*`;
const ANSWER = new RegExp(`^(%?)[${BLANKS}]*(${SUM})(.*)$`, "isu");
const THOUSANDS = /^([1-9]\p{Nd}{0,2})([., ])(\p{Nd}{3}(?:\2\p{Nd}{3})*)/u;
const LEFT_SIDE = new RegExp(
  `^[${BLANKS}]*(?:(?:(?!\\p{Nd})[\\p{L}\\p{N}_][\\p{L}\\p{N}_*]{0,12}[${BLANKS}]*)?=|[≈~])[${BLANKS}]*`,
  "u",
);
const RAISED = /(?<=[\p{Nd})])⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu;
const ROOT = new RegExp(`√[${BLANKS}]*(${NUMBER})`, "gu");
const SIGNS = { "−": "-", "·": "*", "×": "*", "÷": "/", "^": "**" };
const ENDS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "gu");

export const stripped = (text) => text.replace(ENDS, "");

// Yanıttaki [sayı, birim]; okunamıyorsa `Unread`.
export function readNumber(answer) {
  const text = plainAnswer(answer);
  const match = ANSWER.exec(text);
  if (!match || [...text].length > LONGEST_ANSWER || /^[-+−*/·×÷^]+\p{Nd}/u.test(stripped(match[3]))) {
    throw new Unread(`${quotedText(answer)} bir sayı olarak okunamadı; 12.5 gibi, istersen birimiyle yaz.`);
  }
  const thousand = THOUSANDS.exec(text);
  if (thousand) {
    const [whole, first, mark, last] = thousand;
    const grouped = whole.replace(/\P{Nd}/gu, "");
    if (mark === " " || whole.split(mark).length > 2) {
      throw new Unread(`${whole}: binleri ayırmadan yaz: ${grouped}`);
    }
    if (mark === ",") throw new Unread(`${whole}: ondalıksa ${first}.${last}, binse ${grouped} yaz.`);
  }
  const written = stripped(match[2]);
  if (written.includes(",")) {
    throw new Unread(`Ondalık ayırıcı olarak virgül değil nokta kullan: ${written.replaceAll(",", ".")}`);
  }
  return [sumValue(written), match[1] || stripped(match[3])];
}

function plainAnswer(answer) {
  const raised = (found) => `**(${[...found].map((one) => (one === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(one))).join("")})`;
  return stripped(answer)
    .replace(LEFT_SIDE, "")
    .replace(/(?<=\p{Nd})_(?=\p{Nd})/gu, "")
    .replace(RAISED, raised)
    .replace(ROOT, "($1)**0.5");
}

// "1.000" gibi, noktası bin de ondalık da olabilecek bir yazılışın binlik okunuşu; değilse null.
export function asThousands(answer) {
  const text = stripped(answer);
  const match = THOUSANDS.exec(text);
  if (match?.[2] !== "." || /^[\p{Nd}.,]/u.test(text.slice(match[0].length))) return null;
  return match[1] + match[3];
}

// --- hesap ---

// Başka yazıların rakamları da rakamdır: onlu kümeler bitişiktir.
function asciiDigits(text) {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0);
    if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return (code - zero) % 10;
  });
}

function sumValue(answer) {
  const written = answer.replace(/[−·×÷^]/g, (sign) => SIGNS[sign]);
  const ascii = asciiDigits(written);
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(ascii)) return Number(ascii);
  const tree = sumTree(written);
  if (!tree) throw new Unread(`${quotedText(written)} bir hesap olarak okunamadı; ayraçlarına bak.`);
  return treeValue(tree, written);
}

// Yazı -> ağaç (sayı: { value, text }, işaret: { sign, of }, işlem: { op, left, right }); okunamıyorsa null.
function sumTree(written) {
  let at = 0;
  let depth = 0;
  const skip = () => {
    while (at < written.length && (depth ? " \t\f\r\n" : " \t\f").includes(written[at])) at += 1;
  };
  const taken = (pattern) => {
    skip();
    pattern.lastIndex = at;
    const found = pattern.exec(written);
    if (found) at = pattern.lastIndex;
    return found?.[0];
  };
  const chain = (next, pattern) => {
    let left = next();
    for (let op = left && taken(pattern); op; op = left && taken(pattern)) {
      const right = next();
      left = right && { op, left, right };
    }
    return left;
  };
  const sum = () => chain(term, /[-+]/y);
  const term = () => chain(factor, /\*(?!\*)|\//y);
  function factor() {
    const sign = taken(/[-+]/y);
    if (!sign) return power();
    const of = factor();
    return of && { sign, of };
  }
  function power() {
    const left = atom();
    if (!left || !taken(/\*\*/y)) return left;
    const right = factor();
    return right && { op: "**", left, right };
  }
  function atom() {
    if (taken(/\(/y)) {
      depth += 1;
      const inner = sum();
      if (!inner || !taken(/\)/y)) return null;
      depth -= 1;
      return inner;
    }
    const text = taken(/(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy);
    if (!text || /^0+\d*[1-9]\d*$/.test(text)) return null; // Python'da 01 yazılmaz
    return { value: Number(text), text: /^\d+$/.test(text) ? String(BigInt(text)) : null };
  }
  const tree = sum();
  skip();
  return at === written.length ? tree : null;
}

function treeValue(node, written) {
  if (node.sign) return (node.sign === "-" ? -1 : 1) * treeValue(node.of, written);
  if (!node.op) return node.value;
  const left = treeValue(node.left, written);
  const right = treeValue(node.right, written);
  if (node.op === "+") return left + right;
  if (node.op === "-") return left - right;
  if (node.op === "*") return left * right;
  if (right === 0 && node.op === "/") throw new Unread(`${written} hesaplanamaz: payda 0.`);
  if (node.op === "/") return left / right;
  if (left === 0 && right < 0) throw new Unread(`${written} hesaplanamaz: payda 0.`);
  const finite = Number.isFinite(left) && Number.isFinite(right);
  const broken = finite && left < 0 && !Number.isInteger(right);
  const value = broken ? powerOf(-left, right) : powerOf(left, right);
  if (finite && !Number.isFinite(value)) throw new Unread(`${written} hesaplanamaz: çok büyük.`);
  if (broken) throw new Unread(`${treeText(node)} hesaplanamaz: negatif sayının kesirli kuvveti.`);
  return value;
}

const PRECEDENCE = { "+": 1, "-": 1, "*": 2, "/": 2, "**": 4 };

// Ağacın Python'un yazdığı hâli: yalnızca gereken ayraçlarla.
function treeText(node, around = 0) {
  const own = node.sign ? 3 : PRECEDENCE[node.op];
  if (!own) return node.text ?? floatText(node.value).replace("inf", "1e309");
  const right = node.op === "**";
  const text = node.sign
    ? node.sign + treeText(node.of, own)
    : `${treeText(node.left, right ? own + 1 : own)} ${node.op} ${treeText(node.right, right ? own : own + 1)}`;
  return around > own ? `(${text})` : text;
}

// --- birim ---

// Yazılışta yeri değişen im bir birleştirme imidir: JavaScript onun sınıfını doğrudan vermez.
const combines = (letter) => letter === "\u0345" || `\u0345${letter}`.normalize("NFD") !== `\u0345${letter}`;

function foldedUnit(unit) {
  const letters = [...unit.replaceAll("º", "°").normalize("NFKD")].filter((letter) => !combines(letter));
  return letters
    .join("")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replace(/^[. ]+|[. ]+$/g, "");
}

const longEnough = (word) => [...word].length >= 3;

function inQuestion(task, unit) {
  const asks = (word) => {
    const meant = [word, Object.hasOwn(task.synonyms, word) ? task.synonyms[word] : word];
    return meant.some((one) => task.asked.some((asked) => asked === one || (longEnough(one) && asked.startsWith(one))));
  };
  const words = foldedUnit(unit).split(new RegExp(`[${BLANKS}]+`, "u"));
  return words.filter(Boolean).every(asks);
}

function saysUnit(unit, known) {
  const [written, wanted] = [foldedUnit(unit), foldedUnit(known)];
  return written === wanted || (longEnough(wanted) && written.startsWith(wanted));
}

// Yanıttaki birim beklenen değilse nedeni; değilse null.
export function unitProblem(task, unit) {
  if (!foldedUnit(unit) || task.units.some((known) => saysUnit(unit, known)) || inQuestion(task, unit)) return null;
  if (unit === "%" && !task.units.length) {
    return "Yüzde değil, sayının kendisi isteniyor: yüzde 25 yerine 0.25 gibi.";
  }
  const wanted = task.units.length ? `beklenen birim: ${task.units[0]}` : "bu yanıtın birimi yok";
  return `Birim uymuyor: ${quotedText(unit)} yazdın; ${wanted}.`;
}
