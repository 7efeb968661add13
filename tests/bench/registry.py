"""The list of benchmarks. A module of tests/bench adds one with ``@benchmark("B10", "what must hold")``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Ratio:
    """One goal: the measured side, the side it is compared with, and the bound of the measured / compared ratio.

    ``kept`` is None where nothing was measured; ``note`` then says why.
    """

    what: str
    measured: float
    measured_text: str
    compared: float
    compared_text: str
    bound: float
    sense: Literal["at most", "at least"] = "at most"
    note: str = ""

    @property
    def value(self) -> float:
        """Return measured / compared."""
        return self.measured / self.compared if self.compared else float("inf")

    @property
    def kept(self) -> bool:
        """Say whether the goal is met."""
        return self.value <= self.bound if self.sense == "at most" else self.value >= self.bound


@dataclass(frozen=True)
class Missing:
    """A part that was not measured here, and why."""

    what: str
    why: str


Result = Ratio | Missing
Run = Callable[[], list[Result]]


@dataclass(frozen=True)
class Benchmark:
    """A benchmark by its number in the list of goals."""

    number: str
    goal: str
    run: Run


@dataclass
class Registry:
    """Every benchmark, by number."""

    found: dict[str, Benchmark] = field(default_factory=dict)

    def chosen(self, numbers: list[str]) -> list[Benchmark]:
        """Return the benchmarks asked for, or all; SystemExit names an unknown one."""
        unknown = [number for number in numbers if number not in self.found]
        if unknown:
            raise SystemExit(f"No such benchmark: {', '.join(unknown)}. There are {', '.join(sorted(self.found))}.")
        return [self.found[number] for number in numbers or sorted(self.found, key=lambda number: int(number[1:]))]


REGISTRY = Registry()


def benchmark(number: str, goal: str) -> Callable[[Run], Run]:
    """Register a function as a benchmark; it returns its ratios."""

    def register(run: Run) -> Run:
        REGISTRY.found[number] = Benchmark(number, goal, run)
        return run

    return register
