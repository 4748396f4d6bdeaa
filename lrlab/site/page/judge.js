// Sayı görevlerinin denetimi, lrlab/exercises/checking/numbers.py'nin karşılığı: aynı durum, aynı hata, aynı cümle.
//
// task: lrlab.site.questions.number_table'ın verdiği tablo.

import { decimalsOf, general, roundedTo } from "./decimals.js";
import { asThousands, readNumber, stripped, Unread, unitProblem } from "./reading.js";

const LARGE_ANSWER = 100; // yanıtı bundan büyük soruda noktadan sonra üç basamak, binlik de olabilir

// Değer, `full`ün en çok `places` ondalığa yuvarlanmışı ya da ondan sonrası atılmışı mı.
function cutShort(value, full, places = 3) {
  if (!Number.isFinite(value)) return false;
  const own = decimalsOf(value);
  if (own > places) return false;
  const scale = Number(`1e${own}`);
  const kept = Math.floor(Math.abs(full) * scale + 1e-9) / scale;
  return Math.abs(value - full) <= 0.5 * Number(`1e-${own}`) + 1e-9 || Math.abs(value) === kept;
}

// Adlandırılmış hatalardan uyanlar, yakından uzağa.
function recognised(task, value) {
  const fits = ({ answer: full }) => {
    const gap = Math.abs(value - full);
    const most = Math.min(0.1 * Math.abs(full - task.expected), task.near ?? Infinity);
    const same = gap <= Math.max(Math.min(0.0005 * Math.abs(full), most), 1e-9);
    const places = full ? Math.max(3, 2 - Math.floor(Math.log10(Math.abs(full)))) : 3;
    const short = gap <= Math.min(0.005 * Math.abs(full), most) && cutShort(value, full, places);
    return same || short || (value === roundedTo(full, 3) && gap <= 0.05 * Math.abs(full));
  };
  const distance = ({ answer }) => Math.abs(value - answer);
  return task.mutants.filter(fits).sort((one, other) => distance(one) - distance(other));
}

// Değer, doğru yanıtın fazla yuvarlanmışı mı.
function overRounded(task, value) {
  const right = task.expected;
  if (Number.isInteger(right) || !value || Math.abs(value - right) > 0.1 * Math.abs(right)) return false;
  return cutShort(value, right) && !(Math.abs(right) < 1 && Number.isInteger(value));
}

function saidOf(task, value, unit, mutants) {
  const rounded = overRounded(task, value);
  if (rounded && !mutants.length) return `${general(value)}${unit} fazla yuvarlanmış: daha çok ondalıkla yaz.`;
  if (!mutants.length) return `${general(value)}${unit} değil; bilinen bir hataya da benzemiyor.`;
  const said = mutants.map((mutant) => mutant.message).join(" Şu da olabilir: ");
  return rounded ? `${said} (Sonucunu yuvarladıysan önce daha çok ondalıkla yaz.)` : said;
}

// Yanıtın { status, line, mutant, checks, tolerance }'ı; checks: ölçüt -> geçti mi (null: sıra gelmedi).
export function judgeNumber(task, answer) {
  if (["", "...", "…"].includes(stripped(answer))) {
    const line = `Yanıt boş duruyor. Henüz denemedin, bu yanlış sayılmaz: ${task.question}`;
    return { status: "denenmedi", line, mutant: null, checks: {}, tolerance: "" };
  }
  const unit = task.units.length ? ` ${task.units[0]}` : "";
  const tolerance = `±${general(task.tolerance)}${unit}`;
  const report = (status, line, mutant, kind, known, right) => {
    const asked = task.units.length || known === false; // birimsiz yanıtta denetlenecek birim yok
    const checks = asked ? { tür: kind, birim: known, değer: right } : { tür: kind, değer: right };
    return { status, line, mutant, checks, tolerance };
  };
  let value, written;
  try {
    [value, written] = readNumber(answer);
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    return report("yanlış", error.message, null, false, null, null);
  }
  const fault = unitProblem(task, written);
  if (fault) return report("yanlış", fault, null, true, false, null);
  if (Math.abs(value - task.expected) <= task.tolerance) {
    return report("doğru", `${general(value)}${unit}: doğru. Eline sağlık!`, null, true, true, true);
  }
  const thousands = asThousands(answer);
  if (thousands && (Number.isInteger(value) || task.expected >= LARGE_ANSWER)) {
    const asked = "hangi sayı? Python'da nokta ondalık ayırıcıdır. Bin demek istiyorsan";
    return report("yanlış", `${stripped(answer)} ${asked} ${thousands} yaz.`, null, true, true, false);
  }
  const mutants = recognised(task, value);
  const name = mutants.length === 1 ? mutants[0].name : null;
  return report("yanlış", saidOf(task, value, unit, mutants), name, true, true, false);
}
