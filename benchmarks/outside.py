"""How the program does on text that nobody tuned it for: reports of emergencies, sentences of the People's Daily.

    python -m benchmarks.outside --cec FOLDER --people-daily FILE [--list | --kinds N] [--json]

The texts are other people's and lie outside the project; their annotations were made for other questions, so figures
are good for comparing versions, and what `--list` prints for finding the rule that is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.cec import measure_cec
from benchmarks.daily import measure_daily
from benchmarks.tally import Tally
from kg.errors import KgError


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 2 for bad arguments."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cec", type=Path, metavar="FOLDER", help="reports and annotations (.txt, .xml) of the CEC")
    parser.add_argument("--people-daily", type=Path, metavar="FILE", help="sentences as characters with BIO tags")
    parser.add_argument("--list", action="store_true", help="print everything missed, with file and sentence")
    parser.add_argument("--kinds", type=int, default=0, metavar="N", help="print the N most frequent kinds of misses")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON (with --list: the misses too)")
    options = parser.parse_args(arguments)
    if options.cec is None and options.people_daily is None:
        parser.error("give --cec or --people-daily")
    groups: list[tuple[str, list[Tally]]] = []
    try:
        if options.cec is not None:
            groups.append(("reports of emergencies", measure_cec(options.cec)))
        if options.people_daily is not None:
            groups.append(("People's Daily", measure_daily(options.people_daily)))
    except (KgError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    if options.json:
        report = {name: [tally.as_json(misses=options.list) for tally in tallies] for name, tallies in groups}
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for name, tallies in groups:
        print(f"\n{name:<40}{'found':>7}{'of':>7}{'share':>8}{'aim':>6}")
        for tally in tallies:
            aim = f"{tally.aim:.1f}" if tally.aim is not None else ""
            print(f"  {tally.name:<38}{tally.found:>7}{tally.total:>7}{tally.share:>8.3f}{aim:>6}")
    if options.list or options.kinds:
        for _, tallies in groups:
            for tally in tallies:
                print_misses(tally, everything=options.list, kinds=options.kinds or 8)
    return 0


def print_misses(tally: Tally, *, everything: bool, kinds: int) -> None:
    """Print the misses of a tally by kind: all of them, or three of each of the most frequent kinds."""
    print(f"\n== {tally.name}: {len(tally.misses)} missed")
    for kind, misses in tally.kinds()[: None if everything else kinds]:
        print(f"  {len(misses)} × {kind}")
        for miss in misses if everything else misses[:3]:
            print(f"      {miss.where}: {miss.text}   | {miss.context}")


if __name__ == "__main__":
    sys.exit(main())
