// Eksenler ve el: tuvaldeki yerin verisi, verinin yeri; sürüklenen ve ok tuşuyla giden nokta.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dataAt, inside, placeOf } from "../../../lrlab/figures/hosts/page/axes.js";
import { draggedTo, steppedTo } from "../../../lrlab/figures/hosts/page/hands.js";

const LINEAR = { box: [0.1, 0.2, 0.9, 0.8], x: [-2, 6], y: [0, 10], scales: ["linear", "linear"] };
const MIXED = { ...LINEAR, x: [1e-4, 10], scales: ["log", "linear"] };
const near = (found, wanted) =>
  found.forEach((value, k) => assert.ok(Math.abs(value / wanted[k] - 1) < 1e-9, `${found} değil ${wanted}`));

test("a value's place is measured from the top left of the canvas", () => {
  near(placeOf(LINEAR, 2, 2.5), [0.5, 0.65]);
  near(placeOf(MIXED, 1e-4, 10), [0.1, 0.2]);
  near(placeOf(MIXED, 1, 5), [0.1 + (0.8 * 4) / 5, 0.5]);
});

test("a place's data is the inverse, on linear and log axes, also when the axis is turned around", () => {
  const turned = { ...MIXED, x: [10, 1e-4] };
  for (const axes of [LINEAR, MIXED, turned]) {
    for (const data of [
      [0.02, 1.5],
      [3, 9],
      [0.5, 0.01],
    ]) {
      near(dataAt(axes, placeOf(axes, ...data)), data);
    }
  }
});

test("a place outside the axes is pulled to their edge, an unknown scale is no number", () => {
  near(dataAt(LINEAR, [-1, 0.2]), [-2, 10]);
  near(dataAt(MIXED, [5, 0.5]), [10, 5]);
  assert.ok(Number.isNaN(dataAt({ ...LINEAR, scales: ["symlog", "linear"] }, [0.5, 0.5])[0]));
  assert.equal(inside(LINEAR.box, [0.95, 0.5]), false);
  assert.equal(inside(LINEAR.box, [0.5, 0.5]), true);
});

// 0. denetim x'i (artan), 2. denetim y'yi (azalan) oynatır; 1. denetim sürüklenince 3'e konur.
const MOVES = { x: { control: 0, at: [-2, 0, 2, 4, 6] }, y: { control: 2, at: [10, 5, 0] }, fixed: { 1: 3 } };

test("a drag goes to the nearest values and puts the fixed control in its place", () => {
  const at = [0, 1, 2];
  assert.deepEqual(draggedTo(MOVES, LINEAR, placeOf(LINEAR, 3.1, 9), at), [3, 3, 0]);
  assert.deepEqual(draggedTo(MOVES, LINEAR, [0, 1], at), [0, 3, 2]);
  assert.deepEqual(at, [0, 1, 2]);
});

test("a drag the page cannot know is asked of the kernel", () => {
  assert.equal(draggedTo(null, LINEAR, [0.5, 0.5], [0, 0, 0]), null);
  assert.equal(draggedTo(MOVES, undefined, [0.5, 0.5], [0, 0, 0]), null);
  assert.equal(draggedTo(MOVES, { ...LINEAR, scales: ["logit", "linear"] }, [0.5, 0.5], [0, 0, 0]), null);
  assert.equal(steppedTo(null, [1, 0], [0]), null);
});

test("an arrow goes towards the larger value even where the values fall, and stops at the ends", () => {
  assert.deepEqual(steppedTo(MOVES, [1, 0], [1, 0, 1]), [2, 3, 1]);
  assert.deepEqual(steppedTo(MOVES, [0, 1], [1, 0, 1]), [1, 3, 0]);
  assert.deepEqual(steppedTo(MOVES, [0, -1], [1, 0, 2]), [1, 3, 2]);
  assert.deepEqual(steppedTo(MOVES, [-1, 0], [0, 0, 1]), [0, 3, 1]);
});
