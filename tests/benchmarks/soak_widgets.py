"""Dayanma denemesi: yanında canlı eğitim sürerken dakikalarca sürükleme; sayfanın ve çekirdeğin belleği düz kalmalı.

python tests/benchmarks/soak_widgets.py DAKİKA [şekil]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.bench_widgets import MAKERS, opened
from tests.browser import lab

LIVE = """
from lrlab.figures import live_training
from lrlab.train import Run, digits, mlp
run = Run(digits(), mlp((64, 32, 10)), "momentum", lr=0.05, every=10)
shown = live_training(run, ("lr",))
shown.start()
shown
"""


def main() -> None:
    if lab.chromium() is None:
        print("Atlandı: Chromium yok.")
        return
    minutes, names = float(sys.argv[1]), sys.argv[2:] or ["descent"]
    assert set(names) <= set(MAKERS), f"bilinen şekiller: {', '.join(MAKERS)}"
    with opened(names[0], "önden", LIVE) as bench:
        print("| dakika | JS MB | sayfa MB | çekirdek MB |\n|---|---|---|---|")
        began = time.monotonic()
        while (passed := (time.monotonic() - began) / 60) < minutes:
            js, pages, kernel = bench.memory()
            print(f"| {passed:.1f} | {js:.0f} | {pages:.0f} | {kernel:.0f} |", flush=True)
            until = time.monotonic() + min(30, 60 * minutes)
            while time.monotonic() < until:
                bench.sweep(300)
        js, pages, kernel = bench.memory()
        print(f"| {(time.monotonic() - began) / 60:.1f} | {js:.0f} | {pages:.0f} | {kernel:.0f} |")
        print("sayfadaki hatalar:", bench.page.problems[:5] or "yok")


if __name__ == "__main__":
    main()
