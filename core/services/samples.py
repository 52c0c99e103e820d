"""The sample workspaces that come with the program: which there are, and making a workspace of one.

A sample is a folder in ``resources/samples`` with ``sample.toml`` (title, sentence, place in the list) and
``project.json`` (see ``core.exchange.project_json``). They are made by ``tools/make_samples.py``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from core.exchange import project_json
from core.model.contact import Contact
from core.model.problem import Problem
from core.model.project import Project
from core.services.workspace import Workspace

_ABOUT = "sample.toml"
_PROJECT = "project.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample workspace.

    Attributes:
        name: Name of its folder, as the command line takes it.
        title: Name on screen.
        sentence: What it shows, in one sentence.
        order: Its place in the list.
    """

    name: str
    title: str
    sentence: str
    order: int = 0


def samples(root: Traversable | None = None) -> list[Sample]:
    """List the samples, the one to begin with first.

    Arguments:
        root: The folder of samples; the program's own by default.

    Raises:
        Problem: ``BROKEN_SAMPLE`` with its place.
    """
    folder = root or _own_samples()
    found = [_about(entry) for entry in folder.iterdir() if entry.is_dir() and entry.joinpath(_ABOUT).is_file()]
    return sorted(found, key=lambda sample: (sample.order, sample.name))


def load_sample(name: str, root: Traversable | None = None) -> tuple[Project, list[Contact]]:
    """Read a sample without the members of its lists.

    Arguments:
        name: Name of the sample.
        root: The folder of samples; the program's own by default.

    Raises:
        Problem: ``NO_SAMPLE`` when there is none of that name, ``BROKEN_SAMPLE`` with the place when it cannot be read.
    """
    document = _document(name, root)
    return document.project, document.contacts


def _document(name: str, root: Traversable | None) -> project_json.Document:
    folder = root or _own_samples()
    names = [sample.name for sample in samples(folder)]
    if name not in names:
        raise Problem("NO_SAMPLE", f"There is no sample “{name}”.", hint=f"Samples: {', '.join(names) or 'none'}.")
    place = f"samples/{name}/{_PROJECT}"
    try:
        return project_json.read_document(folder.joinpath(name, _PROJECT).read_bytes())
    except OSError as error:
        raise _broken(name, place, f"Its project cannot be read: {error.strerror}.") from error
    except Problem as problem:
        where = f"{place}, {problem.place}" if problem.place else place
        raise _broken(name, where, problem.sentence) from problem


def open_sample(name: str, into: Path, root: Traversable | None = None) -> Workspace:
    """Make a workspace of a sample and open it.

    Arguments:
        name: Name of the sample.
        into: The workspace file to make; there must be none yet.
        root: The folder of samples; the program's own by default.

    Raises:
        Problem: ``NO_SAMPLE``, ``BROKEN_SAMPLE``, ``FILE_EXISTS``, ``READ_ONLY`` or ``DISK_FULL``.
    """
    return Workspace.create(into, *_document(name, root))


def _own_samples() -> Traversable:
    return files("resources").joinpath("samples")


def _about(folder: Traversable) -> Sample:
    place = f"samples/{folder.name}/{_ABOUT}"
    try:
        data: dict[str, Any] = tomllib.loads(folder.joinpath(_ABOUT).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _broken(folder.name, place, f"Its description cannot be read: {error}.") from error
    for key in ("title", "sentence"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise _broken(folder.name, place, f"Its description has no “{key}”.")
    order = data.get("order", 0)
    return Sample(folder.name, data["title"], data["sentence"], order if isinstance(order, int) else 0)


def _broken(name: str, place: str, why: str) -> Problem:
    return Problem("BROKEN_SAMPLE", f"The sample “{name}” is broken. {why}", place=place)
