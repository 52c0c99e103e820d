"""Guards against a PySide6 that cannot stand many signals. Lives here: only what Qt itself must be able to do."""

from __future__ import annotations

import subprocess
import sys

#: Counts what arrives, so that a signal which is silently lost fails the test too.
_SCRIPT = """
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    toggled = Signal(bool)

received = []
source = Source()
source.toggled.connect(received.append)
for number in range(2_000):
    source.toggled.emit(number % 2 == 0)
print(received.count(True), received.count(False))
"""


def test_two_thousand_bool_signals_leave_python_alive() -> None:
    """PySide6 6.12.0 drops a reference to True with each emit, which ends Python 3.11 after some 500 of them."""
    ended = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["1000", "1000"]
