"""python -m tests.bench [B1 B2 …]: print both sides of every ratio, the machine, and a table for the documentation."""

import os
import sys

from tests.bench.database import use_own_database

MODULES = ("pages", "first_paint", "downloads", "reports", "first_start")  # each registers its benchmarks


def main(numbers: list[str]) -> int:
    """Run the benchmarks asked for (all without a number); the exit code says whether every goal was met."""
    use_own_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")

    import django  # noqa: PLC0415  # the settings read the environment that was set above

    django.setup()
    from tests.bench.data import load  # noqa: PLC0415  # needs Django

    load()
    for module in MODULES:
        __import__(f"tests.bench.{module}")
    return _report(numbers)


def _report(numbers: list[str]) -> int:
    from tests.bench.machine import description  # noqa: PLC0415  # needs Django
    from tests.bench.registry import REGISTRY, Missing  # noqa: PLC0415

    print("\n".join(f"{name}: {value}" for name, value in description()))
    print("\n| # | What | Measured | Compared with | Ratio | Goal | |\n|---|---|---|---|---|---|---|", flush=True)
    failed = 0
    for chosen in REGISTRY.chosen(numbers):
        for result in chosen.run():
            if isinstance(result, Missing):
                print(f"| {chosen.number} | {result.what} | – | – | – | – | not measured: {result.why} |", flush=True)
                continue
            failed += not result.kept
            goal = f"{result.sense} {result.bound:g}"
            cells = (
                chosen.number,
                result.what,
                result.measured_text,
                result.compared_text,
                f"{result.value:.2f}",
                goal,
            )
            print(f"| {' | '.join(cells)} | {'met' if result.kept else 'MISSED'} |", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
