// Okuma: sayıların yazılışı, en yakın nokta, aynı adımı paylaşan çizimler.

import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf, linked, nearestPoint, pointOf, words, written } from "../../../lrlab/figures/hosts/page/read.js";

test("numbers are written for a reader", () => {
  const wanted = [
    [1.2e-5, "1.2·10⁻⁵"],
    [-3.456e12, "-3.46·10¹²"],
    [0.001, "0.001"],
    [0, "0"],
    [42, "42"],
    [0.1 + 0.2, "0.3"],
    [1234.56, "1235"],
    [12345, "12345"],
    [1e6, "1·10⁶"],
    [Number.NaN, "yok"],
    [Infinity, "∞"],
    [-Infinity, "-∞"],
  ];
  for (const [value, text] of wanted) assert.equal(written(value), text);
});

test("a label's unit follows the value", () => {
  const read = { name: "Londra", x: "gün", y: "sıcaklık (°C)" };
  assert.equal(words(read, 12, 9.3), "Londra: gün 12, sıcaklık 9.3 °C");
  assert.equal(words({ name: "m = 4", x: "dönem", y: "doğruluk (%)" }, 3, 91.25), "m = 4: dönem 3, doğruluk %91.25");
});

const AXES = { box: [0, 0, 1, 1], x: [0, 10], y: [0, 10], scales: ["linear", "linear"] };
const READS = [
  { part: 4, axes: 0, index: "t" },
  { part: 5, axes: 0, index: "t" },
  { part: 6, axes: 0, index: null },
];
const line = (xs, ys) => ({ values: [xs, ys] });
const SCENE = {
  axes: [AXES],
  parts: [
    [4, line([0, 5, 20], [0, 5, 5])],
    [5, line([0, 6], [0, Number.NaN])],
    [6, line([5], [4])],
  ],
};

test("the nearest point is read, one outside the axes or without a value never is", () => {
  assert.deepEqual(nearestPoint(READS, SCENE, [0.51, 0.49], 100, 100).read, 0);
  assert.equal(nearestPoint(READS, SCENE, [0.5, 0.61], 100, 100).read, 2);
  assert.equal(nearestPoint(READS, SCENE, [0.9, 0.1], 100, 100), null);
  assert.equal(pointOf(READS[0], SCENE, 2), null);
  assert.equal(pointOf(READS[1], SCENE, 1), null);
  assert.equal(countOf(READS[0], SCENE), 3);
  assert.equal(countOf({ part: 99, axes: 0 }, SCENE), 0);
});

test("drawings that share an index are read at the same step", () => {
  const steps = (read) => linked(READS, { read, k: 1 }).map((one) => one.read);
  assert.deepEqual(steps(0), [0, 1]);
  assert.deepEqual(steps(2), [2]);
});
