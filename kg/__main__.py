"""`python -m kg` is `kg`, and this is what `kg` calls: Ctrl-C is quiet from the first moment on."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        from kg.cli import main as run
    except KeyboardInterrupt:  # while the program is still being loaded
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
