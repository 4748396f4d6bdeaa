// Çekirdekli sayfa: anywidget'ın modelini şeklin kaynağı yapar, çekirdekle haberleşir (iletileri canvas.py anlatır).

import { unpack } from "./points.js";
import { Store, numbersOf, opened } from "./store.js";
import { mountFigure } from "./view.js";

const BEAT_MS = 2000; // çekirdek sorduysa "buradayım" aralığı
const PATIENCE_MS = 2000; // çekirdek yeniden başlamışsa yanıt hiç gelmez

// Bir modelin bütün görünüşleri aynı belleği ve aynı canlı sahneyi paylaşır.
const shared = new WeakMap();

// Çekirdeğin alanlarındaki sahne: resimleri açılınca çizilebilir olur; açılırken gelen yenilikler sıraya girmez.
class LiveScene {
  constructor(model) {
    this.model = model;
    this.parts = new Map(); // numara -> { sources, part }
    this.floor = null;
    this.ready = null;
    this.listeners = new Set();
    [this.opening, this.stale, this.changed] = [false, false, true];
    this.told = {};
  }

  async refresh() {
    this.stale = true;
    if (this.opening) return;
    while (this.stale) {
      this.stale = false;
      const loading = [this.loadFloor(), ...this.model.get("order").map((k) => this.loadPart(k))].filter(Boolean);
      if (!loading.length) continue;
      this.opening = true;
      try {
        await Promise.all(loading);
      } finally {
        this.opening = false;
      }
    }
    for (const name of ["order", "shown", "text", "useful", "size", "axes"]) {
      if (this.told[name] !== this.model.get(name)) this.changed = true;
      this.told[name] = this.model.get(name);
    }
    if (!this.changed) return; // denetimin yeri gibi, resme dokunmayan bir alan değişmiş
    this.changed = false;
    const parts = this.model.get("order").map((k) => [k, this.parts.get(k).part]);
    this.ready = { floor: this.floor.part, axes: this.model.get("axes"), parts };
    this.at = this.model.get("shown");
    for (const listener of this.listeners) listener();
  }

  // Zeminin ya da bir çizimin kaynağı değiştiyse yenisini hazırlar; resmi yoksa beklemeden.
  loadFloor() {
    const sources = ["background", "boxes"].map((name) => this.model.get(name));
    if (this.floor?.sources.every((source, k) => source === sources[k])) return null;
    this.changed = true;
    const [background, boxes] = sources;
    const fresh = { sources, part: { boxes, pictures: this.floor?.part.pictures ?? [] } };
    if (this.floor?.sources[0] === background) {
      this.floor = fresh;
      return null;
    }
    return opened(background).then((picture) => {
      fresh.part.pictures = [picture];
      this.floor = fresh;
    });
  }

  loadPart(number) {
    const sources = ["l", "d", "p", "v"].map((kind) => this.model.get(`${kind}${number}`));
    const old = this.parts.get(number);
    if (old?.sources.every((source, k) => source === sources[k])) return null;
    this.changed = true;
    const [looks, points, pictures, values] = sources;
    const part = { looks, points: unpack(points), pictures: [], values: values.map(numbersOf) };
    if (!pictures.length || old?.sources[2] === pictures) {
      part.pictures = pictures.length ? old.part.pictures : [];
      this.parts.set(number, { sources, part });
      return null;
    }
    return Promise.all(pictures.map(opened)).then((found) => {
      part.pictures = found;
      this.parts.set(number, { sources, part });
    });
  }
}

function sharedBy(model) {
  let one = shared.get(model);
  if (!one) {
    one = { store: new Store(), live: new LiveScene(model), views: 0 };
    one.receive = (message, buffers) => {
      if (message.kind === "scene") one.store.receive(message, buffers);
    };
    shared.set(model, one);
  }
  return one;
}

// JupyterLab'de ve Notebook'ta widget'ların yöneticisi defterin modeline de ulaşır; başka yerde (Colab) null.
function cellsOf(model) {
  const cells = model.widget_manager?.context?.model?.cells;
  return cells ? Array.from({ length: cells.length }, (_, k) => cells.get(k)) : null;
}

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  const one = sharedBy(model);
  const { store, live } = one;
  if (!one.views) model.on("msg:custom", one.receive);
  one.views += 1;

  function tell(message) {
    try {
      model.send({ ...message, view });
    } catch {
      // Çekirdek yeniden başladıysa bu şekil artık yalnızca bir resimdir; dinleyen yoktur.
    }
  }

  // Çekirdeğe sorulan sürüklemeler: yanıt beklenirken yalnızca en son istek tutulur.
  let [turn, waiting, next] = [0, null, null];

  function ask(message) {
    if (message.step && next?.step && next.grip === message.grip) {
      message.step = message.step.map((steps, axis) => steps + next.step[axis]);
    }
    next = message;
    if (!waiting) send();
  }

  function send() {
    clearTimeout(waiting);
    waiting = null;
    if (!next) return;
    tell({ ...next, turn: ++turn });
    next = null;
    waiting = setTimeout(send, PATIENCE_MS);
  }

  const source = {
    size: () => model.get("size"),
    panel: model.get("panel"),
    grips: model.get("grips"),
    reads: model.get("reads"),
    store,
    at: () => model.get("place").at,
    epoch: () => model.get("epoch"),
    useful: () => model.get("useful"),
    hushed: () => model.get("hushed"),
    text: () => model.get("text"),
    labels: () => model.get("labels"),
    cells: () => cellsOf(model),
    live: () => live.ready,
    liveAt: () => live.at ?? [],
    touch: (controls) => tell({ kind: "touch", controls }),
    press: (name) => tell({ kind: "press", name }),
    ask,
    reach: (asked) => asked,
    resized: () => resized(),
    move(at, drawn) {
      model.set("place", { at, drawn, epoch: model.get("epoch") });
      try {
        model.save_changes();
      } catch {
        // Çekirdek yok: önden gelen sahneler yine oynar.
      }
    },
    listen(call) {
      live.listeners.add(call.live);
      model.on("change:place", call.place);
      model.on("change:labels", call.labels);
      return () => {
        live.listeners.delete(call.live);
        model.off("change:place", call.place);
        model.off("change:labels", call.labels);
      };
    },
  };
  const figure = mountFigure(el, source);

  const update = () => live.refresh();
  const answered = (message) => message.done === turn && send();

  // Eni yalnızca ekrana yakın görünüş bildirir (ötekinin eni 0'dır, sayılmaz): yirmi şekilli bir sayfa yeniden
  // boyutlanınca çekirdek önce bakılanları çizsin.
  let near = false;

  function beat() {
    const [height, zoom] = [figure.height(), figure.zoom()];
    const width = near || height ? figure.column() / zoom : 0;
    tell({ kind: "here", width, height: height / zoom, scale: zoom * devicePixelRatio, empty: !store.size });
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      near = entries.at(-1).isIntersecting;
      if (near) beat();
    },
    { rootMargin: "400px", scrollMargin: "400px" },
  );
  watcher.observe(el);

  // Şekil sütunun eniyle yerleşir; pencere çekilirken her ara ölçüde değil, durunca yeniden çizilsin.
  let resizing = null;
  function resized() {
    clearTimeout(resizing);
    resizing = setTimeout(beat, 200);
  }

  const sizes = new ResizeObserver(resized);
  sizes.observe(el);
  window.addEventListener("resize", resized); // sayfanın büyütülmesi de bir "resize"dır
  model.on("change", update);
  model.on("msg:custom", answered);
  const pulse = setInterval(() => model.get("pulse") && beat(), BEAT_MS);
  update();
  requestAnimationFrame(beat);

  return () => {
    figure.leave(); // sunumu da kapatır; ardından kimseye haber gitmesin
    clearInterval(pulse);
    clearTimeout(waiting);
    clearTimeout(resizing);
    sizes.disconnect();
    watcher.disconnect();
    window.removeEventListener("resize", resized);
    model.off("change", update);
    model.off("msg:custom", answered);
    one.views -= 1;
    if (!one.views) {
      // Bakan yokken gelen sahneler duyulmaz: bellek boşalır, yeni görünüş çekirdekten baştan ister.
      model.off("msg:custom", one.receive);
      store.clear(store.epoch);
    }
    tell({ kind: "gone" });
  };
}

export default { render };
