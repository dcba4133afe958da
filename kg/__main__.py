"""`python -m kg` is `kg`, and this is what `kg` calls: Ctrl-C is quiet from the first moment on."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line."""
    try:
        from kg.cli import main as run
    except KeyboardInterrupt:  # while the program is still being loaded
        sys.exit(130)
    try:
        run()
    finally:  # all is written: Ctrl-C while Python takes itself down must not make a failure of it
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
