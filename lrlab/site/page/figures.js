// Sayfadaki canlı şekiller: yaklaşınca kaydı yüklenir, durağan resmin yerine geçer. Çekirdeğin yerini dosya tutar.

import { addressed, stateHash, stated, unknown, unstated, writeAddress } from "./address.js";
import { made, makeButton } from "./controls.js";
import { Ghosts } from "./ghosts.js";
import { holdPlace } from "./place.js";
import { loadRecording } from "./recording.js";
import { mountFigure } from "./view.js";

const NAMED = 2; // soluk eğrinin adı panele sığsın
const AHEAD = "800px"; // ekrana bu kadar kala yüklenir

// Şeklin kaynağı (view.js): sahneler kayıttan, soluk eğriler sayfanın kendisinden.
function fileSource(id, recording, begin) {
  const { panel, grips, reads, size, initial, ground } = recording.head;
  const ghosts = new Ghosts(recording.head.ghosts, recording.head.width, panel.font);
  const listeners = new Set();
  let at = begin ? unstated(panel, initial, begin.pairs) : initial;
  at = recording.nearest(at, []);

  const store = {
    size: recording.size,
    scene: (place) => ghosts.dress(recording.scene(place)),
  };

  async function arrive(place) {
    await recording.prepare(place);
    if (place.every((one, k) => one === at[k])) for (const { live } of listeners) live();
  }

  // Soluk eğrinin adı: zaman olmayan denetimlerden, başlangıçtakinden ayrılanlar.
  function nameOf(place) {
    const scene = recording.scene(place);
    const told = panel.controls.flatMap(({ kind, label, texts, play }, k) => {
      if (play || kind === "locked" || !scene.useful.includes(k) || place[k] === initial[k]) return [];
      return [`${label} = ${kind === "toggle" ? ["kapalı", "açık"][place[k]] : texts[place[k]]}`];
    });
    return told.slice(0, NAMED).join(", ") || "ilk ayar";
  }

  function keep(place) {
    const scene = recording.scene(place);
    const kept = ghosts.kept.some((ghost) => ghost.at.join() === place.join());
    if (scene && !kept) ghosts.keep(scene, nameOf(place), [...place]);
  }

  function retell() {
    for (const { live } of listeners) live();
    writeAddress(stateHash(id, panel, at, ghosts.kept));
  }

  const source = {
    size: () => size,
    panel,
    grips,
    reads,
    store,
    at: () => at,
    epoch: () => 0,
    useful: () => panel.controls.map((_, k) => k),
    hushed: () => false,
    text: () => "",
    labels: () => ({}),
    cells: () => null,
    live: () => null,
    liveAt: () => [],
    touch: (controls) => recording.ahead(at, controls),
    press(name) {
      if (name === "keep") keep(at);
      else if (name === "clear") ghosts.clear();
      retell();
    },
    ask() {},
    reach(asked, now, playing) {
      const held = asked.flatMap((place, k) => (place === now[k] ? [] : [k]));
      const timed = held.length === 1 && panel.controls[held[0]].play;
      const toward = playing ? 0 : Math.sign(asked[held[0]] - now[held[0]]);
      return (timed && recording.along(asked, held[0], toward)) || (recording.nearest(asked, held) ?? now);
    },
    resized() {},
    move(next, drawn) {
      const [before, controls] = [at, panel.controls.map((_, k) => k)];
      at = next;
      if (ground.some((k) => before[k] !== at[k])) ghosts.clear(); // başka bir zeminin eğrileri karşılaştırılamaz
      if (!drawn) arrive(at).catch(() => source.lost());
      recording.ahead(
        at,
        controls.filter((k) => before[k] !== at[k]),
      );
      writeAddress(stateHash(id, panel, at, ghosts.kept));
    },
    listen(call) {
      listeners.add(call);
      return () => listeners.delete(call);
    },
  };

  // Önce soluk eğriler (derstekiler ya da gönderenin gördükleri), sonra şeklin kendisi.
  source.ready = async () => {
    const kept = begin ? begin.ghosts.map((pairs) => unstated(panel, initial, pairs)) : recording.head.kept;
    for (const place of kept) {
      const recorded = recording.nearest(place, []);
      await recording.prepare(recorded);
      keep(recorded);
    }
    await arrive(at);
  };
  source.state = () => ({ pairs: stated(panel, at), ghosts: ghosts.kept.map((ghost) => stated(panel, ghost.at)) });
  return source;
}

// Sütun darsa panelleri alt alta olan kayıt gelir.
const isNarrow = (host) => host.clientWidth < Number(host.dataset.fold);

async function mountLive(host, begin) {
  const narrow = isNarrow(host);
  const recording = await loadRecording(narrow ? host.dataset.narrow : host.dataset.wide);
  const place = made("div", { className: "lrlab-player" });
  const source = fileSource(host.id, recording, begin);
  await source.ready();
  const figure = mountFigure(place, source);
  if (recording.head.panel.controls.some(({ kind }) => kind === "locked")) {
    const note = recording.head.film
      ? "Burada kayıtlı koşular izlenir (▶); koşarken ayar değiştirmek JupyterLab'de ve Colab'da olur."
      : "Kilitli denetimler JupyterLab'de ve Colab'da oynar.";
    place.append(made("p", { className: "lrlab-locked-note", textContent: note }));
  }
  if (begin && [begin.pairs, ...begin.ghosts].some((pairs) => unknown(recording.head.panel, pairs))) {
    const text = "Bağlantıdaki ayarların hepsi bu şekilde yok; yerlerinde başlangıçtakiler duruyor.";
    place.append(made("p", { className: "lrlab-locked-note", role: "status", textContent: text }));
  }
  // Kaydın kalanı yolda kesildiyse: gelenler oynar, okur gelmeyeni sessizce beklemesin.
  source.lost = () => {
    if (place.querySelector("[role=alert]")) return;
    const text = "Bu şeklin kaydı yarım geldi: bağlantını denetleyip sayfayı yenile.";
    place.append(made("p", { className: "lrlab-locked-note", role: "alert", textContent: text }));
  };
  host.querySelector(".lrlab-still").after(place);
  host.classList.add("lrlab-playing");
  return { figure, source, narrow };
}

export function mountFigures(root) {
  const hosts = [...root.querySelectorAll(".lrlab-live")];
  const wanted = addressed();
  const mounted = new Map();

  const begin = (host) => (wanted?.id === host.id ? wanted : null);

  async function load(host, opening = begin(host)) {
    if (mounted.has(host)) return;
    mounted.set(host, null);
    try {
      mounted.set(host, await mountLive(host, opening));
    } catch (error) {
      host.classList.add("lrlab-failed"); // durağan resim ve cümlesi durur
      retryable(host);
      console.warn("lrlab: şeklin kaydı yüklenemedi", error);
    }
  }

  // Yüklenemeyen şekil susmaz: yeniden denenebilir.
  function retryable(host) {
    const again = makeButton({ name: "again", label: "Yeniden dene" }, () => {
      note.remove();
      host.classList.remove("lrlab-failed");
      mounted.delete(host);
      load(host, begin(host));
    });
    const note = made("p", { className: "lrlab-locked-note", role: "alert" }, "Bu şekil yüklenemedi. ", again);
    host.append(note);
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        load(target);
      }
    },
    { rootMargin: AHEAD },
  );
  for (const host of hosts) watcher.observe(host);

  // Telefon yan çevrilince öteki yerleşimin kaydı gelir, denetimler oldukları yerde kalır.
  window.addEventListener("resize", () => {
    for (const [host, shown] of mounted) {
      if (shown && shown.narrow !== isNarrow(host)) {
        shown.figure.leave();
        host.querySelector(".lrlab-player").remove();
        host.classList.remove("lrlab-playing");
        mounted.delete(host);
        load(host, shown.source.state());
      }
    }
  });

  const target = wanted && document.getElementById(wanted.id);
  if (target) {
    holdPlace(target);
    load(target);
  }
  // Açık sayfada izlenen bir bağlantı: durumu adrestedir.
  window.addEventListener("hashchange", () => addressed() && location.reload());
}
