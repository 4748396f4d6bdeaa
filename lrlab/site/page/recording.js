// Kayıt: bir şeklin çekirdeksiz oynayan bütün anları, tek dosyadan (biçimi pack.py anlatır). Resimler gerektikçe açılır.

import { unpack } from "./points.js";
import { keyOf, opened } from "./store.js";

const OPEN_BYTES = 48e6; // açık duran resimlerin en çok baytı (piksel başına 4)
const NEARBY = 24; // elin iki yanında önden açılan anlar
const BREATH = 3; // art arda açılan anların arasında sayfaya nefes

// Baytları hizalı olmayabilir: kopyalanır.
function shortNumbers(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

// Dosya akarken okunur: üst bilgi gelince kayıt hazırdır, sahnelerin parçaları ardından, ilk görünecekler önde gelir.
export async function loadRecording(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const reader = response.body.pipeThrough(new DecompressionStream("gzip")).getReader();
  let [start, length] = [new Uint8Array(0), null];
  while (length === null || start.length < length) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`${url}: yarım geldi`);
    const longer = new Uint8Array(start.length + value.length);
    longer.set(start);
    longer.set(value, start.length);
    start = longer;
    if (length === null && start.length >= 4) length = 4 + new DataView(start.buffer).getUint32(0, true);
  }
  const recording = new Recording(JSON.parse(new TextDecoder().decode(start.subarray(4, length))));
  recording.receive(start.subarray(length));
  recording.pump(reader);
  return recording;
}

export class Recording {
  constructor(head) {
    this.head = head;
    this.content = new Uint8Array(head.pieces.reduce((sum, size) => sum + size, 0));
    [this.arrived, this.waiting, this.lost] = [0, new Set(), null];
    let from = 0;
    const pieces = head.pieces.map((size) => {
      from += size;
      return new DataView(this.content.buffer, from - size, size);
    });
    this.blobs = this.head.blobs.map(([told, used]) => ({ told, pieces: used.map((k) => pieces[k]), made: null }));
    this.numbers = new Map(this.head.keys.map((key) => [keyOf(key.slice(0, -1)), key.at(-1)]));
    this.scenes = new Map(); // numara -> hazır sahne
    this.open = new Map(); // parça -> açık resimlerinin baytı; en eski kullanılan önde
    this.bytes = 0;
    this.turn = 0;
  }

  async pump(reader) {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) this.receive(next.value);
      if (this.arrived < this.content.length) throw new Error("kayıt yarım geldi");
    } catch (error) {
      this.lost = error;
      for (const { fail } of this.waiting) fail(error);
    }
  }

  receive(bytes) {
    this.content.set(bytes, this.arrived);
    this.arrived += bytes.length;
    for (const one of this.waiting) {
      if (one.end > this.arrived) continue;
      this.waiting.delete(one);
      one.pass();
    }
  }

  // Dosyanın bu baytına dek gelmesini bekler.
  reached(end) {
    if (this.arrived >= end) return null;
    if (this.lost) return Promise.reject(this.lost);
    return new Promise((pass, fail) => this.waiting.add({ end, pass, fail }));
  }

  get size() {
    return this.numbers.size;
  }

  // Kayıtta bu yere en yakın yer: oynatılan denetim (`held`) istendiği gibidir, öbürlerinden en azı kıpırdar.
  nearest(at, held) {
    if (this.has(at)) return at;
    let best = null;
    for (const key of this.head.keys) {
      if (held.some((k) => key[k] !== at[k])) continue;
      let [changed, far] = [0, 0];
      for (let k = 0; k < at.length; k += 1) {
        changed += key[k] !== at[k];
        far += Math.abs(key[k] - at[k]);
      }
      if (!best || changed < best.changed || (changed === best.changed && far < best.far)) best = { key, changed, far };
    }
    return best ? best.key.slice(0, -1) : null;
  }

  // Zamanda (k. denetim) gidilebilen en yakın yer, öbürleri oldukları yerde kalarak; yoksa null. `toward`: elin yönü;
  // bir ok tuşu kayıtta olmayan durakları atlar, yerinde saymaz.
  along(at, k, toward) {
    const line = this.head.keys.filter((key) => at.every((place, other) => other === k || key[other] === place));
    const onward = line.filter((key) => Math.sign(key[k] - at[k]) === toward || key[k] === at[k]);
    let best = null;
    for (const key of onward.length ? onward : line) {
      if (best === null || Math.abs(key[k] - at[k]) < Math.abs(best[k] - at[k])) best = key;
    }
    return best?.slice(0, -1);
  }

  has(at) {
    return this.numbers.has(keyOf(at));
  }

  // Bütün resimleri açık sahne; yoksa undefined.
  scene(at) {
    const scene = this.scenes.get(this.numbers.get(keyOf(at)));
    if (!scene) return undefined;
    const parts = [scene.floor, ...scene.parts.map(([, part]) => part)];
    if (!parts.every((part) => part.ready)) return undefined;
    for (const part of parts) this.use(part);
    return scene;
  }

  // Sahneyi hazırlar: noktalarını çözer, resimlerini açar.
  async prepare(at) {
    const number = this.numbers.get(keyOf(at));
    if (number === undefined) return;
    if (!this.scenes.has(number)) {
      const [text, useful, axes, floor, parts] = this.head.scenes[number];
      const needed = [floor, ...parts.map(([, id]) => id)].flatMap((id) => this.blobs[id].pieces);
      await this.reached(Math.max(...needed.map((piece) => piece.byteOffset + piece.byteLength)));
      this.scenes.set(number, {
        text,
        useful,
        axes: this.head.axes[axes],
        floor: this.blob(floor),
        parts: parts.map(([part, id]) => [part, this.blob(id)]),
      });
    }
    const scene = this.scenes.get(number);
    await Promise.all([scene.floor, ...scene.parts.map(([, part]) => part)].map((part) => this.unfold(part)));
    this.trim(scene);
  }

  blob(id) {
    const entry = this.blobs[id];
    if (!entry.made) {
      const { told, pieces } = entry;
      entry.made = { ...told, pictures: [], sources: pieces, ready: false };
      if (told.looks) {
        entry.made.points = unpack(pieces[0]);
        entry.made.values = pieces.slice(1, 1 + told.values).map(shortNumbers);
        entry.made.sources = pieces.slice(1 + told.values);
      }
      entry.made.ready = !entry.made.sources.length;
    }
    return entry.made;
  }

  async unfold(part) {
    if (part.ready) return;
    part.opening ??= Promise.all(part.sources.map(opened)).then((pictures) => {
      part.pictures = pictures;
      part.ready = true;
      part.opening = null;
      const bytes = pictures.reduce((sum, one) => sum + 4 * one.width * one.height, 0);
      this.open.set(part, bytes);
      this.bytes += bytes;
    });
    await part.opening;
  }

  use(part) {
    const bytes = this.open.get(part);
    if (bytes === undefined) return;
    this.open.delete(part);
    this.open.set(part, bytes);
  }

  // Sığmayan resimlerden en eskileri kapanır; `scene`inkiler durur.
  trim(scene) {
    const kept = new Set([scene.floor, ...scene.parts.map(([, part]) => part)]);
    for (const [part, bytes] of this.open) {
      if (this.bytes <= OPEN_BYTES) return;
      if (kept.has(part)) continue;
      this.open.delete(part);
      this.bytes -= bytes;
      part.ready = false;
      part.pictures = [];
    }
  }

  // El bu denetimlerin üstünde: çevresindeki anlar, yakından uzağa, açılır; el başka yere giderse bırakılır.
  async ahead(at, controls) {
    const turn = ++this.turn;
    const places = [];
    for (let far = 1; far <= NEARBY; far += 1) {
      for (const k of controls) {
        for (const there of [at[k] + far, at[k] - far]) {
          places.push(at.map((old, other) => (other === k ? there : old)));
        }
      }
    }
    let made = 0;
    for (const place of places) {
      if (turn !== this.turn) return;
      if (this.has(place) && !this.scene(place)) {
        await this.prepare(place);
        made += 1;
        if (made % BREATH === 0) await new Promise((next) => setTimeout(next));
      }
    }
  }
}
