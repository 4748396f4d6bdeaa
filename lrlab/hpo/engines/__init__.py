"""Motorlar: işlerin yapıldığı yer; bu süreç, ayrı süreçler, herhangi bir Executor, benzetim."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
