"""`python -m kg` is `kg`."""

from __future__ import annotations

if __name__ == "__main__":
    from kg.cli import main

    main()
