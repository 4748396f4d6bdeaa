// Denetimler: sayfanın kendi girdileri (kaydırıcı, seçim, anahtar, düğme). Şekli, belleği, çekirdeği bilmez.

import { makePlayer } from "./play.js";

// Bir öğe: özellikleri ve içindekiler.
export function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function makeButton({ name, label }, pressed) {
  const button = made("button", { type: "button", className: "lrlab-button", textContent: label, name });
  button.addEventListener("click", pressed);
  return button;
}

// Her denetim: { element, input, show(yer), enable(açık mı) }.
const MAKERS = {
  slider(spec, moved, endOf) {
    const last = spec.texts.length - 1;
    const input = made("input", { type: "range", min: 0, max: last, step: 1, name: spec.name });
    input.setAttribute("aria-label", spec.label);
    const output = made("output", { className: "lrlab-value" });
    output.setAttribute("aria-hidden", "true"); // değeri girdinin kendisi söyler
    const longest = Math.max(...spec.texts.map((text) => text.length));
    output.style.minWidth = `${longest}ch`;
    const show = (at) => {
      if (input.valueAsNumber !== at) input.value = at;
      const text = spec.texts[Math.min(at, endOf(spec))]; // koşu bittiyse zaman da orada durmuştur
      if (output.textContent === text) return; // değişmeyen yazı sayfayı yeniden düzenletmesin
      input.setAttribute("aria-valuetext", text);
      output.textContent = text;
    };
    input.addEventListener("input", () => moved(input.valueAsNumber));
    const label = made("span", { className: "lrlab-label", textContent: spec.label });
    label.setAttribute("aria-hidden", "true");
    const element = made("div", { className: "lrlab-control lrlab-slider" }, label, input, output);
    const player = spec.play ? makePlayer(spec, input, moved, () => endOf(spec)) : null;
    if (player) element.append(player.element);
    return { element, input, show, stop: () => player?.stop() };
  },
  choice(spec, moved) {
    const options = spec.texts.map((text, k) => made("option", { value: k, textContent: text }));
    const input = made("select", { name: spec.name }, ...options);
    input.addEventListener("change", () => moved(input.selectedIndex));
    const label = made("span", { className: "lrlab-label", textContent: spec.label });
    const element = made("label", { className: "lrlab-control" }, label, input);
    return { element, input, show: (at) => (input.selectedIndex = at) };
  },
  toggle(spec, moved) {
    const input = made("input", { type: "checkbox", name: spec.name });
    input.addEventListener("change", () => moved(Number(input.checked)));
    const element = made("label", { className: "lrlab-control" }, input, ` ${spec.label}`);
    return { element, input, show: (at) => (input.checked = Boolean(at)) };
  },
  // Çekirdeksiz sayfada oynamayan denetim: yalnızca değeri görünür. `by`: değerini belirleyen başka bir denetim.
  locked(spec, _moved, _endOf, placeOf) {
    const label = made("span", { className: "lrlab-label", textContent: spec.label });
    const value = made("span", { className: "lrlab-value" });
    const element = made("span", { className: "lrlab-control lrlab-locked" }, label, value);
    const show = (at) => {
      value.textContent = spec.texts[spec.by === undefined ? at : placeOf(spec.by)];
    };
    return { element, input: value, show };
  },
};

// Bütün masa. `hand`: { moved(k, yer), jumped(yerler), pressed(ad), touched(k) }.
export function makePanel(panel, hand) {
  let places = panel.controls.map(() => 0);
  // Zamanın sonu: kaydırıcının sonu ya da koşunun o anki uzunluğu.
  const endOf = ({ texts, until }) => (until ? until.ends[places[until.control]] : texts.length - 1);
  const controls = panel.controls.map((spec, k) => {
    const moved = (at, playing) => hand.moved(k, at, playing);
    const control = MAKERS[spec.kind](spec, moved, endOf, (other) => places[other]);
    for (const event of ["pointerenter", "pointerdown", "focusin"]) {
      control.element.addEventListener(event, () => hand.touched(k));
    }
    return control;
  });
  const buttons = new Map();
  const rowed = (actions, name) => {
    const row = made("div", { className: `lrlab-row lrlab-${name}` });
    for (const action of actions) {
      const pressed = () => (action.at ? hand.jumped(action.at) : hand.pressed(action.name));
      const button = makeButton(action, pressed);
      if (action.at) button.addEventListener("pointerenter", () => hand.touched(null));
      buttons.set(action.name, button);
      row.append(button);
    }
    return row;
  };
  const inputs = made("div", { className: "lrlab-row lrlab-inputs" }, ...controls.map((one) => one.element));
  const above = [rowed(panel.presets, "presets"), inputs, rowed(panel.runs, "runs")];
  return {
    above: above.filter((row) => row.children.length),
    tools: rowed(panel.tools, "tools"),
    presets: panel.presets.map(({ name }) => buttons.get(name)),
    show(at, useful) {
      places = at;
      controls.forEach((control, k) => {
        control.show(at[k]);
        const able = useful.includes(k);
        control.input.disabled = !able;
        control.element.hidden = !able;
      });
    },
    relabel(labels) {
      for (const [name, label] of Object.entries(labels)) buttons.get(name).textContent = label;
    },
    stop: () => controls.forEach((control) => control.stop?.()),
  };
}
