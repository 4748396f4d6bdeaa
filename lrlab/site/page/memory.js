// Okurun tahminleri, yanıtları ve açtığı ipuçları: sitenin sakladığı tek yer, tarayıcının localStorage'ı.
//
// { version, guesses: [{ key, question, made: [{ value, at, after }], actual }],
//   answers: [{ task, text, status, mutant, at, solved }], hints: [{ task, level }], broken: [metin] }
// Okunamayan bir şey atılmaz, olduğu gibi `broken`a konur. Saklanamıyorsa her şey bellekte sürer ve bu söylenir.

const MEMORY_PLACE = "lrlab:hafiza";
const MEMORY_VERSION = 1;
const LISTS = ["guesses", "answers", "hints", "broken"];
const BLOCKED = "Tarayıcın saklamaya izin vermiyor: tahminlerin ve yanıtların bu sayfa kapanana dek duruyor.";
const FULL = "Tarayıcın saklayamadı (yer kalmamış olabilir): son yaptıkların bu sayfa kapanana dek duruyor.";
const NEWER = "Kaydını daha yeni bir sayfa yazmış, ona dokunulmadı. Sayfayı yenile; o zamana dek bir şey saklanmıyor.";

const emptyMemory = () => ({ version: MEMORY_VERSION, guesses: [], answers: [], hints: [], broken: [] });
const isText = (value) => typeof value === "string";
const isGuessed = (value) => isText(value) || Number.isFinite(value);
const textOrNull = (value) => value === null || isText(value);

const FITS = {
  guesses: (one) =>
    isText(one.key) &&
    isText(one.question) &&
    (one.actual === null || isGuessed(one.actual)) &&
    Array.isArray(one.made) &&
    one.made.every((guess) => guess && isGuessed(guess.value) && isText(guess.at) && typeof guess.after === "boolean"),
  answers: (one) =>
    [one.task, one.text, one.status, one.at].every(isText) && [one.mutant, one.solved].every(textOrNull),
  hints: (one) => isText(one.task) && Number.isInteger(one.level) && one.level > 0,
};

// Çözülmüş JSON -> kayıt; biçimi bozuk parçaları `broken`a geçer.
function sortedMemory(found) {
  const state = emptyMemory();
  for (const name of LISTS) {
    for (const one of Array.isArray(found[name]) ? found[name] : []) {
      if (name === "broken" ? isText(one) : one && FITS[name](one)) state[name].push(one);
      else state.broken.push(JSON.stringify(one));
    }
    if (name in found && !Array.isArray(found[name])) state.broken.push(JSON.stringify({ [name]: found[name] }));
  }
  return state;
}

function parsedText(text) {
  try {
    const found = JSON.parse(text);
    return found && typeof found === "object" && !Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}

const historyIn = (state, key, question) => state.guesses.find((one) => one.key === key && one.question === question);

function historyMade(state, key, question) {
  const known = historyIn(state, key, question);
  if (known) return known;
  const fresh = { key, question, made: [], actual: null };
  state.guesses.push(fresh);
  return fresh;
}

// İki kaydın birleşimi: hiçbirindeki tahmin, yanıt ve ipucu kaybolmaz.
function joinedMemory(one, other) {
  const state = structuredClone(one);
  for (const { key, question, made, actual } of other.guesses) {
    const known = historyMade(state, key, question);
    const isKnown = (guess) => known.made.some((mine) => mine.at === guess.at && mine.value === guess.value);
    const all = [...known.made, ...made.filter((guess) => !isKnown(guess))];
    known.made = all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    known.actual ??= actual;
  }
  for (const answer of other.answers) {
    const known = state.answers.find((mine) => mine.task === answer.task);
    const solved = [known?.solved, answer.solved].filter(Boolean).sort()[0] ?? null;
    const kept = { ...(known?.at > answer.at ? known : answer), solved };
    state.answers = [...state.answers.filter((mine) => mine !== known), kept];
  }
  for (const { task, level } of other.hints) openHint(state, task, level);
  state.broken = [...new Set([...state.broken, ...other.broken])];
  return state;
}

function openHint(state, task, level) {
  const known = state.hints.find((one) => one.task === task);
  if (known) known.level = Math.max(known.level, level);
  else state.hints.push({ task, level });
}

// storage: localStorage'ı veren fonksiyon (engellenmişse daha okunurken hata verir).
export function openMemory(storage = () => window.localStorage) {
  let held = emptyMemory();
  let trouble = ""; // saklanamıyorsa nedeni, bir cümle
  let newer = false;
  const listeners = new Set();
  const tell = () => [...listeners].forEach((call) => call());
  const now = () => new Date().toISOString();

  function load() {
    let text;
    try {
      text = storage().getItem(MEMORY_PLACE);
    } catch {
      trouble = BLOCKED;
      return;
    }
    const found = text === null ? emptyMemory() : parsedText(text);
    newer = found?.version > MEMORY_VERSION;
    if (newer) {
      trouble = NEWER;
      return;
    }
    const stored = found?.version === MEMORY_VERSION ? sortedMemory(found) : { ...emptyMemory(), broken: [text] };
    held = trouble ? joinedMemory(stored, held) : stored; // yazılamamış olan bellektedir, onun yerine geçmesin
  }

  function save() {
    if (newer) return;
    try {
      storage().setItem(MEMORY_PLACE, JSON.stringify(held));
      trouble = "";
    } catch {
      trouble ||= FULL;
    }
  }

  // Önce başka sekmelerin yazdığı okunur, sonra değişiklik yazılır.
  function change(edit) {
    load();
    held = structuredClone(held);
    held = edit(held) ?? held;
    save();
    tell();
  }

  load();
  window.addEventListener("storage", (event) => {
    if (event.key !== MEMORY_PLACE && event.key !== null) return;
    load();
    tell();
  });
  return {
    state: () => held,
    trouble: () => trouble,
    history: (key, question) => historyIn(held, key, question) ?? { key, question, made: [], actual: null },
    answer: (task) => held.answers.find((one) => one.task === task) ?? null,
    hint: (task) => held.hints.find((one) => one.task === task)?.level ?? 0,
    // Sonuncunun aynısı yeni bir tahmin değildir; sonuç görüldüyse sonraki tahmin ondan sonradır.
    guess(key, question, value) {
      change((state) => {
        const history = historyMade(state, key, question);
        if (history.made.at(-1)?.value === value) return;
        history.made.push({ value, at: now(), after: history.actual !== null });
      });
    },
    saw(key, question, actual) {
      if (historyIn(held, key, question)?.actual === actual) return;
      change((state) => {
        historyMade(state, key, question).actual = actual;
      });
    },
    answered(task, text, { status, mutant }) {
      change((state) => {
        const at = now();
        const solved = status === "doğru" ? at : null;
        return joinedMemory(state, { ...emptyMemory(), answers: [{ task, text, status, mutant, at, solved }] });
      });
    },
    hinted(task, level) {
      const known = held.hints.find((one) => one.task === task);
      if (!known || known.level < level) change((state) => openHint(state, task, level));
    },
    exported: () => JSON.stringify({ kind: "lrlab", at: now(), ...held }, null, 1),
    // Dışa aktarılmış bir dosyayı var olana katar; söylenecek cümleyi döndürür.
    imported(text) {
      const found = parsedText(text);
      if (found?.kind !== "lrlab") return "Bu dosya buradan dışa aktarılmış bir kayıt değil; hiçbir şey değişmedi.";
      if (found.version !== MEMORY_VERSION) return "Bu dosyanın sürümü tanınmıyor; hiçbir şey değişmedi.";
      const fresh = sortedMemory(found);
      change((state) => joinedMemory(state, fresh));
      const counts = `${fresh.guesses.length} soru, ${fresh.answers.length} yanıt, ${fresh.hints.length} ipucu kaydı`;
      const broken = fresh.broken.length ? ` Okunamayan ${fresh.broken.length} parçası atılmadı, saklandı.` : "";
      return `Dosyadaki ${counts} buradakilere katıldı.${broken}`;
    },
    // Her şeyi siler.
    cleared() {
      try {
        storage().removeItem(MEMORY_PLACE);
        [trouble, newer] = ["", false];
      } catch {
        trouble = BLOCKED;
      }
      held = emptyMemory();
      tell();
    },
    listen(call) {
      listeners.add(call);
      return () => listeners.delete(call);
    },
  };
}
