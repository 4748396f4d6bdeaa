// Bellek: çekirdeğin (ya da bir dosyanın) önden verdiği sahneler. Parçalar içerikleriyle paylaşılır, resimleri önden açılır.

import { unpack } from "./points.js";

export function keyOf(at) {
  return at.join(",");
}

export async function opened(bytes) {
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

// Ondalık sayılar: dizinin baytları hizalı olmayabilir, kopyalanır.
export function numbersOf(view) {
  return new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

export class Store {
  constructor() {
    this.epoch = -1;
    this.scenes = new Map();
    this.blobs = new Map();
  }

  get size() {
    return this.scenes.size;
  }

  clear(epoch) {
    for (const blob of this.blobs.values()) this.release(blob);
    this.scenes.clear();
    this.blobs.clear();
    this.epoch = epoch;
  }

  release(blob) {
    blob.dead = true; // resmi kapatılmaz: ekrandaki sahne onu hâlâ çiziyor olabilir
  }

  // Çekirdeğin bir iletisi: bir sahne, onun yeni parçaları, unutulacak sahneler ve parçalar (store.py).
  receive({ epoch, scene, blobs, gone, dead }, buffers) {
    if (epoch < this.epoch) return;
    if (epoch > this.epoch) this.clear(epoch);
    let next = 0;
    for (const [id, told, count] of blobs) {
      this.add(id, told, buffers.slice(next, next + count));
      next += count;
    }
    const parts = scene.parts.map(([number, id]) => [number, this.blobs.get(id)]);
    const floor = this.blobs.get(scene.floor);
    if (floor && parts.every(([, blob]) => blob)) {
      this.scenes.set(keyOf(scene.at), { ...scene, floor, parts });
    }
    gone.forEach((at) => this.scenes.delete(keyOf(at)));
    for (const id of dead) {
      const blob = this.blobs.get(id);
      if (blob) this.release(blob);
      this.blobs.delete(id);
    }
  }

  add(id, told, buffers) {
    const blob = { ...told, pictures: [], missing: 0 };
    let pictures = buffers;
    if (told.looks) {
      blob.points = unpack(buffers[0]);
      blob.values = buffers.slice(1, 1 + told.values).map(numbersOf);
      pictures = buffers.slice(1 + told.values);
    }
    this.blobs.set(id, blob);
    pictures.forEach((bytes, k) => this.open(blob, k, bytes));
  }

  async open(blob, k, bytes) {
    blob.missing += 1;
    try {
      const picture = await opened(bytes);
      if (blob.dead) picture.close();
      else blob.pictures[k] = picture;
      blob.missing -= 1;
    } catch {
      // Açılamayan resmin sahnesi hiç çizilmez: o ana gidilince çekirdek yollar.
    }
  }

  // Bütün resimleri açılmış sahne; yoksa undefined.
  scene(at, epoch) {
    if (epoch !== this.epoch) return undefined;
    const scene = this.scenes.get(keyOf(at));
    const ready = scene && !scene.floor.missing && scene.parts.every(([, part]) => !part.missing);
    return ready ? scene : undefined;
  }
}
