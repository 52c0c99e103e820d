"""The ``cadenza`` command: opens the window, or hands a subcommand to the command line.

Qt is imported only when a window is wanted, so that the command line starts fast and needs no display.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gui.display import why_no_window

_SUBCOMMANDS = frozenset({"rehearse", "review", "capacity", "import", "export", "make-contacts", "samples"})
_HINT = "Without a window, try: cadenza rehearse demo-request"


def main(argv: list[str] | None = None) -> int:
    """Run ``cadenza [--home DIR] [FILE]``, or a subcommand.

    Args:
        argv: Arguments without the program's name; those of the process by default.

    Returns:
        The exit code: 0 done, 1 problems found, 2 bad usage, unreadable input or no display.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    read = _window_arguments(arguments)
    if read is None:
        from core.cli import main as command_line

        return command_line(arguments)
    path, home = read
    if path is not None and not path.is_file():
        return _refuse(f"{path} does not exist.")
    reason = why_no_window(os.environ)
    if reason:
        return _refuse(f"{reason} {_HINT}")
    try:
        from gui.app import run_window
    except ImportError as error:
        # Qt itself may lack a system library, such as libEGL; anything else missing is a broken installation.
        return _refuse(f"The window cannot be loaded ({error}). {_HINT}")
    return run_window(path, home)


def _window_arguments(arguments: list[str]) -> tuple[Path | None, Path | None] | None:
    """Read ``[--home DIR] [FILE]``, in any order; ``None`` for all that is for the command line."""
    home: Path | None = None
    files: list[str] = []
    rest = list(arguments)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if option == "--home" and (equals or rest):
            home = Path(value if equals else rest.pop(0))
        else:
            files.append(option + equals + value)
    if not files:
        return None, home
    if len(files) > 1 or files[0] in _SUBCOMMANDS or files[0].startswith("-"):
        return None
    return Path(files[0]), home


def _refuse(sentence: str) -> int:
    """Say one line on stderr, which a program without a console does not have."""
    if sys.stderr is not None:
        print(f"cadenza: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
