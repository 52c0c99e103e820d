"""The shipped samples are what the tool makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources import resource_path
from tools.make_samples import RECIPES, write_samples
from tools.sample_data.common import ascii_name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("samples")
    write_samples(root)
    return root


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("file", ["project.json", "sample.toml"])
def test_the_shipped_file_is_the_one_the_tool_makes(made: Path, name: str, file: str) -> None:
    shipped = resource_path("samples", name, file).read_bytes().replace(b"\r\n", b"\n")
    assert shipped == (made / name / file).read_bytes(), "run: python -m tools.make_samples"


def test_names_become_plain_addresses() -> None:
    assert ascii_name("Łucja Wróna-Źdźbło") == "lucjawronazdzblo"
    assert ascii_name("Åsa Þór Größe İpek Clarke & Byrne") == "asaorgroseipekclarkebyrne"
