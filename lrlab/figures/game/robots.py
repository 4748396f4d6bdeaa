"""Bitirme oyununu oynayan robotlar: ASHA, rastgele arama ya da senin fonksiyonun; çok tohumda puanları."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lrlab.core.validate import one_of
from lrlab.figures.game.rules import GameCurves, Match, OutOfBudget
from lrlab.hpo import ASHA, BasicScheduler, Scheduler

Policy = Callable[[Match], Any]


class Next:
    """Robotların arayıcısı: yapılandırmayı seçmez, oyunun sıradakine razıdır."""

    def ask(self) -> dict[str, Any]:
        return {}

    def tell(self, config: dict[str, Any], error: float, resource: int | None = None) -> None:
        """Hiçbir şey öğrenmez."""


def asha(match: Match, r_min: int = 1, eta: int = 3) -> None:
    """Oyunu ASHA'ya oynatır (terfi eden tür, tek işçi)."""
    drive(match, ASHA(Next(), r_min=r_min, r_max=match.longest, eta=eta))


def random(match: Match) -> None:
    """Oyunu rastgele aramaya oynatır: her deneme sonuna dek eğitilir."""
    drive(match, BasicScheduler(Next(), resource=match.longest))


def drive(match: Match, scheduler: Scheduler) -> None:
    """Bir deneme zamanlayıcısının işlerini oyunun hamlelerine çevirir; bütçe bitince durur."""
    while match.left and (job := scheduler.ask()) is not None:
        if not job.start:
            match.start()
        one = match.trials[job.trial]
        if match.left and one.epochs < job.resource and not one.diverged:
            match.go(job.trial, job.resource - one.epochs)
        if one.epochs == job.resource or one.diverged:  # değilse bütçe işin ortasında bitti
            scheduler.tell(job.trial, job.resource, one.error)


ROBOTS: dict[str, Policy] = {"asha": asha, "random": random}


def played(curves: GameCurves, policy: Policy, budget: int, seed: int = 0) -> Match:
    """`policy(match)` ile baştan sona oynanmış bir oyun; bütçenin bitmesi oyunu olağan biçimde bitirir."""
    match = Match(curves, budget, seed)
    try:
        policy(match)
    except OutOfBudget:
        pass
    return match


def a_policy(policy: Any) -> Policy:
    if callable(policy):
        return policy
    return ROBOTS[one_of("policy", policy, ROBOTS)]


@dataclass(frozen=True)
class Rival:
    """Bir robot: tohum 0, 1, … ile oynadığı oyunların puanları ve seçtiklerinin test hataları (0–1).

    `paths`: (oyun, bütçe), harcanan her dönemden sonra en iyi hata; daha sonuç yoksa 1.
    """

    scores: np.ndarray
    tests: np.ndarray
    paths: np.ndarray


def rivals(curves: GameCurves, budget: int, games: int) -> dict[str, Rival]:
    """Robotların `games` tohumdaki oyunları; `budget` dönemle."""
    found = {}
    for name, policy in ROBOTS.items():
        matches = [played(curves, policy, budget, seed) for seed in range(games)]
        tests = [curves.test_error[m.chosen] if m.chosen is not None else np.nan for m in matches]
        scores, paths = np.array([m.score for m in matches]), np.stack([_path(m) for m in matches])
        found[name] = Rival(scores, np.array(tests), paths)
    return found


def _path(match: Match) -> np.ndarray:
    """Harcanan her dönemden sonra en iyi hata, bütçenin sonuna dek; (bütçe,)."""
    best = np.minimum.accumulate(np.minimum([1.0, *match.seen], 1.0))[1:]
    return np.concatenate([best, np.full(match.left, best[-1] if len(best) else 1.0)])
