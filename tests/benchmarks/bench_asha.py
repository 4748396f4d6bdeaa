"""30 kısa ASHA denemesi 2 işçide, bizimki ve Syne Tune'unki: `python tests/benchmarks/bench_asha.py`.

Aynı amaç fonksiyonu, aynı yapılandırmalar, aynı basamaklar. İşin kendisi kısadır; ölçülen, çevresindeki her şeydir:
süreçlerin açılışı, kararlar, sonuçların gidip gelişi. Her ölçüm kendi işçilerini açar ve kapatır. Ölçümler dönüşümlü
yapılır ve ortancaları yazılır: paylaşılan bir makinede oranlar süreden güvenilirdir.
"""

from statistics import median
from time import perf_counter

from lrlab.hpo import ASHA, Float, Random, Space, StoppingASHA, run_syne_tune, tune

EPOCH = 0.035  # bir dönemin süresi, saniye
SPACE = Space({"rate": Float(1e-3, 1, log=True)})
RUNGS = {"r_min": 1, "r_max": 27, "eta": 3}
TRIALS, WORKERS = 30, 2


def objective(rate, *, state=None):
    """Bir dönem 0.035 s uyur; hata öğrenme oranı 0.03'e yaklaştıkça ve dönemlerle azalır."""
    from math import log10
    from time import sleep

    for epoch in range(1 if state is None else state + 1, RUNGS["r_max"] + 1):
        sleep(EPOCH)
        yield (log10(rate) + 1.5) ** 2 / 4 + 1 / epoch, epoch


def ours(variant):
    return tune(objective, variant(Random(SPACE, seed=0), **RUNGS, trials=TRIALS), workers=WORKERS)


def theirs(sleep_time):
    return run_syne_tune(objective, SPACE, **RUNGS, workers=WORKERS, trials=TRIALS, seed=0, sleep_time=sleep_time)


RUNS = {
    "lrlab ASHA (terfili)": lambda: ours(ASHA),
    "lrlab StoppingASHA (durduran)": lambda: ours(StoppingASHA),
    "Syne Tune ASHA, sleep_time=0.05": lambda: theirs(0.05),
    "Syne Tune ASHA, sleep_time=0.1": lambda: theirs(0.1),
}


def main(repeats=3):
    times, tunings = {name: [] for name in RUNS}, {}
    for _ in range(repeats):
        for name, call in RUNS.items():
            start = perf_counter()
            tunings[name] = call()
            times[name].append(perf_counter() - start)
    fastest = median(times["lrlab ASHA (terfili)"])
    print(
        f"\n{TRIALS} deneme, {WORKERS} işçi, basamaklar 1, 3, 9, 27; dönem {EPOCH} s; {repeats} ölçümün ortancası (s)"
    )
    print(f"{'':32} {'süre':>6} {'dönem':>6} {'iş / 2':>7} {'kalan':>6} {'oran':>6}")
    for name, tuning in tunings.items():
        epochs, total = sum(report.epochs for report in tuning.reports), median(times[name])
        work = epochs * EPOCH / WORKERS
        print(f"{name:32} {total:6.2f} {epochs:6} {work:7.2f} {total - work:6.2f} {total / fastest:6.1f}")


if __name__ == "__main__":
    main()
