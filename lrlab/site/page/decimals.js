// Sayıların Python'daki gibi hesabı ve yazılışı: kuvvet, yuvarlama, "%g", repr. Denetimin cümleleri harfi harfine uysun.

// Değerin bütün ondalık basamakları (ikilik bir sayının açılımı sonludur) ve ilk basamağın üssü.
function exactDigits(value) {
  const [digits, exponent] = Math.abs(value).toExponential(100).split("e");
  return [digits.replace(".", ""), Number(exponent)];
}

// İlk `count` basamak; tam ortadaysa çifte yuvarlanır. Taşarsa (9.99 -> 10) üs bir artar.
function keptDigits(value, count) {
  const [digits, exponent] = exactDigits(value);
  const rest = digits.slice(count);
  const half = "5".padEnd(rest.length, "0");
  let kept = BigInt(digits.slice(0, count) || 0);
  if (rest > half || (rest === half && kept % 2n === 1n)) kept += 1n;
  const text = String(kept).padStart(count, "0");
  return [text, text.length > count ? exponent + 1 : exponent];
}

function special(value) {
  if (Number.isNaN(value)) return "nan";
  return Number.isFinite(value) ? null : value > 0 ? "inf" : "-inf";
}

// Basamaklar ve üs -> yazı; üs [-4, most) dışındaysa bilimsel.
function placed(digits, exponent, most) {
  if (exponent < -4 || exponent >= most) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, "0");
  return whole.length > exponent + 1 ? `${whole.slice(0, exponent + 1)}.${whole.slice(exponent + 1)}` : whole;
}

const minus = (value) => (value < 0 || Object.is(value, -0) ? "-" : "");

// f"{value:.{count}g}"
export function general(value, count = 6) {
  if (special(value)) return special(value);
  if (value === 0) return `${minus(value)}0`;
  const [digits, exponent] = keptDigits(value, count);
  return minus(value) + placed(digits.slice(0, count).replace(/(?<=.)0+$/, ""), exponent, count);
}

// repr(float)
export function floatText(value) {
  if (special(value)) return special(value);
  const [digits, exponent] = Math.abs(value).toExponential().split("e");
  const text = placed(digits.replace(".", ""), Number(exponent), 16);
  return minus(value) + (/[.e]/.test(text) ? text : `${text}.0`);
}

// round(value, places)
export function roundedTo(value, places) {
  if (special(value) || value === 0) return value;
  const count = exactDigits(value)[1] + 1 + places;
  return count < 0 ? 0 : Number(`${minus(value)}${keptDigits(value, count)[0] || 0}e${-places}`);
}

// En kısa yazılışında noktadan sonra kaç basamak var.
export function decimalsOf(value) {
  const [digits, exponent] = String(Math.abs(value)).split("e");
  return Math.max(0, (digits.split(".")[1] ?? "").length - Number(exponent ?? 0));
}

// repr(str)
export function quotedText(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escapes = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", [quote]: `\\${quote}` };
  const written = (letter) => {
    if (Object.hasOwn(escapes, letter)) return escapes[letter];
    if (letter === " " || !/[\p{C}\p{Z}]/u.test(letter)) return letter;
    const code = letter.codePointAt(0).toString(16);
    const [mark, width] = code.length <= 2 ? ["x", 2] : code.length <= 4 ? ["u", 4] : ["U", 8];
    return `\\${mark}${code.padStart(width, "0")}`;
  };
  return quote + [...text].map(written).join("") + quote;
}

// base ** exponent. Tarayıcının 10 ** -4'ü 0.00009999999999999999 bulabilir; Python'da 1'in her kuvveti 1'dir.
export function powerOf(base, exponent) {
  if (base === 10 && Number.isInteger(exponent)) return Number(`1e${exponent}`);
  return base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
}
