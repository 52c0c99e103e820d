"""The garbage collector waits, and is as it was afterwards."""

from __future__ import annotations

import gc

from core.services.calm import calm_collector


def test_the_collector_waits_and_comes_back() -> None:
    assert gc.isenabled()
    with calm_collector():
        assert not gc.isenabled()
        with calm_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
