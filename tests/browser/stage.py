"""Tuval JupyterLab olmadan: boş bir sayfa, gerçek canvas.js ve çekirdeğin durumunu taşıyan sahte bir model."""

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from lrlab.figures.hosts import canvas

SCRIPT = Path(canvas.__file__).with_name("canvas.js")
# anywidget'ın modelinin canvas.js'in kullandığı kadarı; baytlar ağdaki gibi DataView olur.
MODEL = """
window.state = {}; window.listeners = {}; window.sent = [];
window.model = {
    get: name => state[name],
    on: (event, call) => (listeners[event] ??= new Set()).add(call),
    off: (event, call) => listeners[event].delete(call),
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
    return {k: plain(v) for k, v in host._page.get_state().items() if not k.startswith("_") and k != "layout"}


def mount(page: Page, host: canvas.CanvasHost) -> None:
    """Şekli boş sayfaya koyar ve tarayıcının ilk haberini çekirdeğe iletir: zemin ekranın ölçeğinde çizilsin."""
    page.set_content(f"<style>{canvas.Page._css}</style><body style='margin:0'></body>")
    page.add_script_tag(content=MODEL)
    page.evaluate("([source, state]) => mount(source, state)", [SCRIPT.read_text("utf-8"), state(host)])
    page.wait_for_function("() => sent.some(m => m.kind === 'here')")
    deliver(page, host)


def deliver(page: Page, host: canvas.CanvasHost) -> None:
    """Sayfanın yolladıklarını çekirdeğe, çekirdeğin yeni durumunu sayfaya ulaştırır."""
    for message in page.evaluate("() => sent.splice(0)"):
        host._heard(host._page, message, [])
        if "turn" in message:
            page.evaluate("m => listeners['msg:custom'].forEach(call => call(m))", {"done": message["turn"]})
    page.evaluate("state => receive(state)", state(host))
    page.wait_for_timeout(60)


def grabbed(page: Page) -> np.ndarray:
    """Tuvalin kendi pikselleri, RGB."""
    url = page.evaluate("() => document.querySelector('canvas.lrlab').toDataURL('image/png')")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGB"))
