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

export async function loadRecording(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const body = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Recording(await new Response(body).arrayBuffer());
}

export class Recording {
  constructor(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    this.head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    this.buffer = buffer;
    let from = 4 + length;
    const pieces = this.head.pieces.map((size) => {
      from += size;
      return new DataView(buffer, from - size, size);
    });
    this.blobs = this.head.blobs.map(([told, used]) => ({ told, pieces: used.map((k) => pieces[k]), made: null }));
    this.numbers = new Map(this.head.keys.map((key) => [keyOf(key.slice(0, -1)), key.at(-1)]));
    this.scenes = new Map(); // numara -> hazır sahne
    this.open = new Map(); // parça -> açık resimlerinin baytı; en eski kullanılan önde
    this.bytes = 0;
    this.turn = 0;
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
