"""Zamanlayıcı testlerinin ortağı: sayan bir arayıcı, rastgele sırayla sürüş ve olay listesinin denetimi."""

import math
import random

from lrlab.hpo import Exhausted

GIVEN = ("start", "promote", "continue")


class Counting:
    """k. yapılandırması {"number": k} olan arayıcı; `limit`ten sonra tükenir, kendisine söylenenleri saklar."""

    def __init__(self, limit=None):
        self.limit, self.asked, self.told = limit, 0, []

    def ask(self):
        if self.asked == self.limit:
            raise Exhausted("tükendi")
        self.asked += 1
        return {"number": self.asked - 1}

    def tell(self, config, error, resource=None):
        self.told.append((dict(config), error, resource))

    def settings(self):
        return {"searcher": "Counting", "limit": self.limit}


def play(scheduler, seed, workers=1, failures=0.0, coarse=False, most=20_000):
    """Zamanlayıcıyı bitene dek sürer: rastgele bir açık işi kapatır ya da yeni iş ister.

    Olaylar: ("ask", iş ya da None, hata: None) ve ("tell", iş, hata); sonuç vermeyenlerin hatası sonsuzdur. `coarse`
    hataları az sayıda değerden seçer, eşitlik çok olsun diye.
    """
    dice, events, running = random.Random(seed), [], []
    while not scheduler.finished:
        assert len(events) < most, "arama bitmiyor"
        job = None
        if len(running) < workers and dice.random() < 0.6:
            job = scheduler.ask()
            events.append(("ask", job, None))
            if job is not None:
                running.append(job)
        if job is None and running:
            job = running.pop(dice.randrange(len(running)))
            error = dice.randrange(4) / 4 if coarse else dice.random()
            if dice.random() < failures:
                lost = dice.choice((math.nan, math.inf, -math.inf, None))
                error = math.inf
                if lost is None:
                    scheduler.fail(job.trial)
                else:
                    scheduler.tell(job.trial, job.resource, lost)
            else:
                scheduler.tell(job.trial, job.resource, error)
            events.append(("tell", job, error))
    return events


def check_story(scheduler, events, top):
    """Her zamanlayıcının sözü: bütçe, başlangıçlar, teklik, arayıcıya söylenenler ve kararların aynı öyküsü.

    `top`: en üst basamağın kaynağı.
    """
    decisions, reached, live, seen, spent, told = iter(scheduler.decisions), {}, set(), set(), 0, []
    stops = {decision[1:3] for decision in scheduler.decisions if decision.kind == "stop"}
    for kind, job, error in events:
        if kind == "ask" and job is not None:
            decision = next(decisions)
            assert decision.kind in GIVEN
            assert (decision.trial, decision.resource) == (job.trial, job.resource)
            assert (decision.kind == "start") == (job.trial not in reached)
            if decision.kind == "start":
                assert job.trial == len(reached)
                assert decision[3:] == (0, 0)
            else:
                assert 1 <= decision.rank <= decision.of
            assert job.start == reached.setdefault(job.trial, 0) < job.resource <= top
            assert job.config == {"number": job.trial}
            assert job.trial not in live
            assert (job.trial, job.resource) not in seen
            live.add(job.trial)
            seen.add((job.trial, job.resource))
            spent += job.resource - job.start
        elif kind == "tell":
            live.remove(job.trial)
            told.append(({"number": job.trial}, job.resource))
            if not math.isfinite(error):
                assert next(decisions)[:3] == ("fail", job.trial, job.resource)
                reached[job.trial] = math.inf  # bir daha iş alırsa `start` denetimi yakalar
            else:
                reached[job.trial] = job.resource
                if job.resource == top:
                    decision = next(decisions)
                    assert decision[:3] == ("finish", job.trial, top)
                    assert 1 <= decision.rank <= decision.of
                elif (job.trial, job.resource) in stops:
                    decision = next(decisions)
                    assert decision[:3] == ("stop", job.trial, job.resource)
                    assert 1 <= decision.rank <= decision.of
                    reached[job.trial] = math.inf
    assert next(decisions, None) is None
    assert not live
    assert spent == scheduler.spent
    assert scheduler.budget is None or spent <= scheduler.budget
    assert scheduler.trials is None or len(reached) <= scheduler.trials
    assert scheduler.searcher.asked == len(reached)
    assert [(config, resource) for config, _, resource in scheduler.searcher.told] == told
    assert scheduler.finished
    assert scheduler.ask() is None
    return reached


def best(results, places):
    """Sonuçların {deneme: hata} en iyi `places` tanesi, iyiden kötüye; sonuç vermeyenler giremez."""
    ranked = sorted((error, trial) for trial, error in results.items() if math.isfinite(error))
    return [trial for _, trial in ranked[:places]]
