// Bellek: sahneler, paylaşılan parçaları, açılan ve bırakılan resimleri.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Store } from "../../../lrlab/figures/hosts/page/store.js";

const bytes = (...values) => new DataView(Uint8Array.from(values).buffer);
const LOOKS = [{ kind: "path" }];
const PICTURE = bytes(1, 2, 3);
const opened = () => new Promise((done) => setTimeout(done, 5));

let closed = 0;
let broken = false;

beforeEach(() => {
  closed = 0;
  broken = false;
  globalThis.createImageBitmap = async () => {
    if (broken) throw new Error("açılmadı");
    return { close: () => (closed += 1) };
  };
});

// Zemini 1 numaralı resim, tek çizimi `id` olan bir sahne.
function message(epoch, at, id, { blobs = [], gone = [], dead = [] } = {}) {
  return { epoch, scene: { at, text: "", useful: [], axes: [], floor: 1, parts: [[7, id]] }, blobs, gone, dead };
}
const FLOOR = [1, { boxes: [] }, 1];
const part = (id) => [id, { looks: LOOKS, values: 0 }, 1];

async function filled() {
  const store = new Store();
  store.receive(message(0, [3, 1], 2, { blobs: [FLOOR, part(2)] }), [PICTURE, bytes(16, 8)]);
  await opened();
  return store;
}

test("a scene is drawn once its pictures are open", async () => {
  const store = new Store();
  store.receive(message(0, [3, 1], 2, { blobs: [FLOOR, part(2)] }), [PICTURE, bytes(16, 8)]);
  assert.equal(store.scene([3, 1], 0), undefined);
  await opened();
  const scene = store.scene([3, 1], 0);
  assert.deepEqual(scene.parts[0][1].points, [8, 4]);
  assert.equal(scene.floor.pictures.length, 1);
  assert.equal(store.scene([3, 2], 0), undefined);
  assert.equal(store.scene([3, 1], 1), undefined);
});

test("scenes share the parts sent once", async () => {
  const store = await filled();
  store.receive(message(0, [4, 1], 2), []);
  assert.equal(store.size, 2);
  assert.equal(store.scene([4, 1], 0).parts[0][1], store.scene([3, 1], 0).parts[0][1]);
});

test("a part's numbers need not be aligned in the message", () => {
  const all = new Uint8Array(3 + 16);
  all.set(new Uint8Array(Float64Array.of(2.5, -1).buffer), 3);
  const store = new Store();
  const values = new DataView(all.buffer, 3, 16);
  store.receive(message(0, [0], 2, { blobs: [[2, { looks: LOOKS, values: 1 }, 2]] }), [bytes(16, 8), values]);
  assert.deepEqual([...store.blobs.get(2).values[0]], [2.5, -1]);
});

test("a new epoch forgets everything, an old one's message is not taken", async () => {
  const store = await filled();
  store.receive(message(1, [0, 0], 2), []); // parçaları eski çağda kaldı
  assert.equal(store.size, 0);
  assert.equal(store.blobs.size, 0);
  assert.equal(closed, 0); // ekrandaki sahne o resmi hâlâ çiziyor olabilir
  store.receive(message(0, [3, 1], 2, { blobs: [FLOOR, part(2)] }), [PICTURE, bytes(16, 8)]);
  assert.equal(store.size, 0);
});

test("a scene with a missing part is not stored", async () => {
  const store = await filled();
  store.receive(message(0, [5, 1], 99), []);
  assert.equal(store.size, 1);
  assert.equal(store.scene([5, 1], 0), undefined);
});

test("scenes are forgotten and their dead parts released", async () => {
  const store = await filled();
  const other = [8, { boxes: [] }, 1];
  store.receive({ ...message(0, [9, 9], 3, { blobs: [other, part(3)], gone: [[3, 1]], dead: [1, 2] }) }, [
    PICTURE,
    bytes(16, 8),
  ]);
  await opened();
  assert.equal(store.scene([3, 1], 0), undefined);
  assert.equal(closed, 0);
  assert.deepEqual([...store.blobs.keys()].sort(), [3, 8]);
});

test("a picture released while it was opening is closed when it arrives", async () => {
  const store = new Store();
  store.receive(message(0, [3, 1], 2, { blobs: [FLOOR, part(2)] }), [PICTURE, bytes(16, 8)]);
  store.clear(1);
  await opened();
  assert.equal(closed, 1);
});

test("a scene whose picture cannot be opened is never drawn", async () => {
  broken = true;
  const store = await filled();
  assert.equal(store.scene([3, 1], 0), undefined);
});
