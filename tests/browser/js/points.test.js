// Noktalar: görünüşlerin dilimleri, yolların kurulması, bir çizimin ortası.

import assert from "node:assert/strict";
import { test } from "node:test";
import { centreOf, chunks, runsOf, tracePath } from "../../../lrlab/figures/hosts/page/points.js";

const BREAK = -32768;
const [MOVE, CLOSE, NEXT, END] = [0, 1, 2, 3];

globalThis.Path2D = class {
  steps = [];
  moveTo(x, y) {
    this.steps.push(["moveTo", x, y]);
  }
  lineTo(x, y) {
    this.steps.push(["lineTo", x, y]);
  }
  closePath() {
    this.steps.push(["closePath"]);
  }
};

test("drawings are split where a sign says so, two of one look or the next look", () => {
  const points = [0, 0, 8, 8, BREAK, NEXT, 16, 16, BREAK, END, 24, 24];
  assert.deepEqual(runsOf(points, ["bir", "iki"]), [
    [0, 0, 4],
    [0, 6, 8],
    [1, 10, 12],
  ]);
});

test("a path starts again after a break and is closed where it says so", () => {
  const { steps } = tracePath([0, 0, 8, 16, BREAK, MOVE, 4, 4, 12, 4, BREAK, CLOSE]);
  assert.deepEqual(steps, [
    ["moveTo", 0, 0],
    ["lineTo", 1, 2],
    ["moveTo", 0.5, 0.5],
    ["lineTo", 1.5, 0.5],
    ["closePath"],
  ]);
});

test("the middle of a drawing is that of its box, nothing has none", () => {
  assert.deepEqual(centreOf([0, 0, BREAK, MOVE, 16, 32]), [1, 2]);
  assert.equal(centreOf([BREAK, MOVE]), null);
});

test("a long line is painted in pieces that overlap, a closed shape in one", () => {
  const line = Array.from({ length: 200 }, (_, i) => i);
  const pieces = chunks(line, 0, line.length);
  assert.ok(pieces.length > 1);
  assert.equal(pieces[0][0], 0);
  assert.equal(pieces.at(-1)[1], line.length);
  for (let k = 1; k < pieces.length; k += 1) assert.equal(pieces[k - 1][1] - pieces[k][0], 4);
  assert.deepEqual(chunks([...line, BREAK, CLOSE], 0, 202), [[0, 202]]);
});
