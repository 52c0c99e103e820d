"""The engine against an independent oracle: the same random workspaces, the same traces.

The default run plays some 200 workspaces; ``HYPOTHESIS_PROFILE=thorough`` plays 2,000.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.oracle.compare import agree
from tests.oracle.workspaces import Case, workspaces

_PROFILE = settings.default
EXAMPLES = max(200, _PROFILE.max_examples if _PROFILE else 0)


@pytest.mark.timeout(900)
@settings(max_examples=EXAMPLES)
@given(workspaces())
def test_engine_and_oracle_tell_the_same_trace(case: Case) -> None:
    agree(case)
