"""Tuval JupyterLab olmadan: boş bir sayfa, gerçek canvas.js ve çekirdeğin durumunu taşıyan sahte bir model."""

import base64
import io
import json
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page
from skimage.metrics import structural_similarity

from lrlab.figures.hosts import canvas
from lrlab.figures.hosts.page import module

# Yalnızca tuval, sayfanın sol üst köşesinde: denetimleri gerçek JupyterLab'deki testler dener.
BARE = ".lrlab-figure { padding: 0; } .lrlab-desk, .lrlab-tools, .lrlab-sentence { display: none; }"
WINDOW = 7  # SSIM'in baktığı pencere, piksel
# anywidget'ın modelinin canvas.js'in kullandığı kadarı; baytlar ağdaki gibi DataView olur.
MODEL = """
window.state = {}; window.listeners = {}; window.sent = [];
window.model = {
    get: name => state[name],
    on: (event, call) => (listeners[event] ??= new Set()).add(call),
    off: (event, call) => listeners[event].delete(call),
    set: (name, value) => { state[name] = value; },
    save_changes: () => sent.push({kind: 'place', place: state.place}),
    send: message => sent.push(message),
};
function revive(value) {
    if (Array.isArray(value)) return value.map(revive);
    if (!value || value.base64 === undefined) return value;
    const bytes = Uint8Array.from(atob(value.base64), c => c.charCodeAt(0));
    return new DataView(bytes.buffer);
}
window.receive = changes => {
    for (const [name, value] of Object.entries(changes)) state[name] = revive(value);
    (listeners.change ?? []).forEach(call => call());
};
window.mount = async (source, changes) => {
    receive(changes);
    const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
    const el = document.createElement('div');
    el.style.maxWidth = '900px';
    document.body.append(el);
    window.unmount = (await import(url)).default.render({model, el});
};
"""


def plain(value: Any) -> Any:
    """Baytları JSON'a sığdırır."""
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(value).decode()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def state(host: canvas.CanvasHost) -> dict[str, Any]:
    """Sayfanın gördüğü bütün alanlar."""
    return {k: plain(v) for k, v in host.page.get_state().items() if not k.startswith("_") and k != "layout"}


def mount(page: Page, host: canvas.CanvasHost) -> None:
    """Şekli boş sayfaya koyar ve tarayıcının ilk haberini çekirdeğe iletir: zemin ekranın ölçeğinde çizilsin."""
    page.set_content(f"<style>{host.page.get_state()['_css']}{BARE}</style><body style='margin:0'></body>")
    page.add_script_tag(content=MODEL)
    page.evaluate("([source, state]) => mount(source, state)", [module(), state(host)])
    page.wait_for_function("() => sent.some(m => m.kind === 'here')")
    deliver(page, host)


def deliver(page: Page, host: canvas.CanvasHost) -> None:
    """Sayfanın yolladıklarını çekirdeğe, çekirdeğin yeni durumunu sayfaya ulaştırır."""
    for message in page.evaluate("() => sent.splice(0)"):
        if message["kind"] == "place":
            host.page.place = message["place"]
            continue
        host.page.hear(message)
        if "turn" in message:
            page.evaluate("m => listeners['msg:custom'].forEach(call => call(m))", {"done": message["turn"]})
    # Tek yazı olarak: Playwright iç içe listelerin her sayısını ayrı ayrı denetlerdi.
    page.evaluate("state => receive(JSON.parse(state))", json.dumps(state(host)))
    # Tuval bir sonraki karede çizer; zeminin resmi de o zamana dek açılmış olur.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def leave(page: Page, host: canvas.CanvasHost) -> None:
    """Şekli sayfadan kaldırır ve bunu çekirdeğe duyurur."""
    page.evaluate("() => unmount()")
    deliver(page, host)


def grabbed(page: Page, layer: str = "") -> np.ndarray:
    """Tuvalin (ya da `overlay`, üst katmanın) kendi pikselleri, RGB."""
    css = f"canvas.lrlab-{layer}" if layer else "canvas.lrlab"
    url = page.evaluate("css => document.querySelector(css).toDataURL('image/png')", css)
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB"))


def drawn(host: canvas.CanvasHost) -> np.ndarray:
    """Aynı durumun matplotlib'le, tuvalin ölçeğinde çizilmiş pikselleri, RGB: zemin, oynayanlar, gösterge kutuları."""
    if host.figure.dpi == 100:
        assert host.png  # deftere kaydedilecek resim: pikselleri şeklin matplotlib tuvalinde kalır
    else:
        host.agg.draw()
        legends = [legend for axes in host.figure.axes if (legend := axes.get_legend())]
        kept = [host.agg.copy_from_bbox(legend.get_window_extent()) for legend in legends]
        for artist in sorted(host.artists.values(), key=lambda one: one.get_zorder()):
            (artist.axes or host.figure).draw_artist(artist)
        for legend in kept:
            host.agg.restore_region(legend)
    return np.asarray(host.agg.buffer_rgba())[..., :3].copy()


def similarity(page: Page, host: canvas.CanvasHost, enough: float, colour: bool = True) -> float:
    """Tuvalin pikselleri ile matplotlib'in çizdiği ne kadar benzer (SSIM; 1: aynı); `colour` yoksa gri tonlarıyla.

    `enough`tan azsa tuvale biraz daha zaman tanınır: yüklü bir makinede çizimi geç kalmış olabilir.
    """
    deliver(page, host)
    assert not host.painted  # bütünüyle matplotlib'e dönmedi
    wanted, found = drawn(host), 0.0
    for _ in range(20):
        found = similar(grabbed(page), wanted, colour)
        if found >= enough:
            break
        page.wait_for_timeout(100)
    return found


def similar(one: np.ndarray, other: np.ndarray, colour: bool) -> float:
    """İki RGB resmin SSIM'i; farklı piksellerin uzağında 1'dir, yalnızca onların çevresi hesaplanır."""
    differs = (one != other).any(axis=2)
    if not differs.any():
        return 1.0
    ends = [np.flatnonzero(differs.any(axis=axis))[[0, -1]] for axis in (1, 0)]
    around = tuple(slice(max(first - WINDOW + 1, 0), last + WINDOW) for first, last in ends)
    parts = [part[around].astype(np.float32) for part in (one, other)]  # float64 iki kattan uzun sürer
    if not colour:
        parts = [part.mean(axis=2) for part in parts]
    found = structural_similarity(*parts, win_size=WINDOW, data_range=255, channel_axis=2 if colour else None)
    near, all_ = (np.prod(np.subtract(part.shape[:2], WINDOW - 1)) for part in (parts[0], one))  # kenarlar sayılmaz
    return float(1 - (1 - found) * near / all_)
