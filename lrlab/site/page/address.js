// Adres: bir şeklin durumu bağlantıda (#sekil=…&β=0.9&soluk=…), gönderenin gördüğü gibi açılsın diye.

const WAIT_MS = 400; // tarayıcılar adresin saniyede onlarca kez değişmesini sevmez

// Denetimlerin yerleri -> adresteki yazılışları.
export function stated(panel, at) {
  return panel.controls.flatMap(({ kind, name, texts, by }, k) => {
    if (by !== undefined) return []; // değerini başka bir denetim belirler
    return [[name, kind === "toggle" ? String(at[k]) : texts[at[k]]]];
  });
}

const placeIn = ({ kind, texts }, told) => (kind === "toggle" ? ["0", "1"] : texts).indexOf(told);

// Adresteki yazılışlar -> yerler; tanınmayan bir ad ya da değer başlangıçtakini bırakır.
export function unstated(panel, initial, pairs) {
  const told = new Map(pairs);
  return initial.map((_, k) => {
    const found = placeIn(panel.controls[k], told.get(panel.controls[k].name));
    return found < 0 ? initial[k] : found;
  });
}

// Adreste bu şeklin tanımadığı bir ad ya da değer var mı (eski bir bağlantı, yanlış yazılmış bir sayı).
export function unknown(panel, pairs) {
  const controls = new Map(panel.controls.map((control) => [control.name, control]));
  return pairs.some(([name, told]) => !controls.has(name) || placeIn(controls.get(name), told) < 0);
}

export function stateHash(id, panel, at, ghosts) {
  const query = new URLSearchParams([["sekil", id], ...stated(panel, at)]);
  for (const ghost of ghosts) query.append("soluk", new URLSearchParams(stated(panel, ghost.at)).toString());
  return `#${query}`;
}

// Adreste durumu yazılı şekil: { id, pairs, ghosts }; yoksa null.
export function addressed(hash = location.hash) {
  const query = new URLSearchParams(hash.slice(1));
  const id = query.get("sekil");
  if (!id) return null;
  const pairs = [...query].filter(([name]) => name !== "sekil" && name !== "soluk");
  return { id, pairs, ghosts: query.getAll("soluk").map((one) => [...new URLSearchParams(one)]) };
}

// Okur bir şeye dokunmadan (açılışta kendiliğinden yürüyen şekil) adres değişmez.
let waiting = null;
export function writeAddress(hash) {
  clearTimeout(waiting);
  if (!navigator.userActivation?.hasBeenActive) return;
  waiting = setTimeout(() => history.replaceState(history.state, "", hash), WAIT_MS);
}
