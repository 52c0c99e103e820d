"""The command line: rehearse, review, import and export without a window.

It stands on ``core.services`` only, as the window does. Exit codes: 0 done, 1 problems found, 2 bad usage or input that
cannot be read, 130 stopped by the person; what went wrong is one line on stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from core.cli_answers import print_capacity, print_review
from core.model.account import RunSettings
from core.model.day_names import DAYS, MONTHS
from core.model.instant import DAY, Instant, from_instant, read_local
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason, Severity
from core.model.run import Run
from core.model.trace import Outcome
from core.services import exporting, importing, made_up, samples, senders
from core.services.calm import calm_collector
from core.services.log import LogQuery
from core.services.replay_file import write_replay
from core.services.runs import rehearse
from core.services.values import zone_of_account
from core.services.workspace import Workspace

DONE, PROBLEMS, UNREADABLE, STOPPED = 0, 1, 2, 130
COMMANDS = ("rehearse", "review", "capacity", "import", "export", "samples")
"""The subcommands; all other arguments are for the window."""

_LOGS = {".csv": "csv", ".jsonl": "jsonl"}
_SEVERITIES = (Severity.BROKEN, Severity.NEEDS_ACTION, Severity.BY_DESIGN)
_TARGET = "FILE|SAMPLE"
_TARGET_HELP = "a workspace (.cadenza), a project file (.json) or the name of a sample; it is left as it is"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give the exit code.

    Arguments:
        argv: The arguments without the program's name; those of the process by default.
    """
    for stream in (sys.stdout, sys.stderr):
        # A console of Windows may not know a letter of a name; that must not end a rehearsal.
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="backslashreplace")
    try:
        args = parser().parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNREADABLE
    except Problem as problem:
        return _complain(str(problem))
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not complain when it flushes the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _complain(f"{error.filename or 'A file'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        _complain("Stopped.")
        return STOPPED
    return code


def _complain(line: str) -> int:
    print(f"cadenza: {' '.join(line.split())}", file=sys.stderr)
    return UNREADABLE


# ---------------------------------------------------------------- arguments


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(UNREADABLE, f"cadenza: {message}. See: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """Describe all arguments."""
    top = _Parser(
        prog="cadenza",
        description="Rehearse sales-sequence automation before it plays for real.",
        epilog="“cadenza [FILE]” opens the window.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"cadenza {_version()}")
    top.add_argument("--home", metavar="DIR", help="folder of the window’s settings and workspaces; moves all of it")
    top.set_defaults(run=lambda _args: _no_command(top))
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _describe_rehearse(commands.add_parser("rehearse", help="rehearse a workspace with no window and print a summary"))
    reviewing = commands.add_parser("review", help="what is wrong before a run, and what is not as expected; exit 1")
    reviewing.add_argument("target", metavar=_TARGET, help=_TARGET_HELP)
    reviewing.add_argument("--json", action="store_true", help="print the findings as JSON")
    reviewing.set_defaults(run=_review)
    _describe_capacity(commands.add_parser("capacity", help="how many senders it takes to enroll everybody in time"))
    bringing = commands.add_parser("import", help="bring contacts (.csv) or a whole project (.json) into a workspace")
    bringing.add_argument("file", metavar="FILE", type=Path, help="contacts as CSV, or a project as JSON")
    bringing.add_argument("--into", metavar="WORKSPACE", type=Path, required=True, help="made when there is none yet")
    bringing.set_defaults(run=_import)
    taking = commands.add_parser("export", help="write the contacts (.csv) or the whole project (.json)")
    taking.add_argument("target", metavar="WORKSPACE", help=_TARGET_HELP)
    taking.add_argument("--to", metavar="FILE", type=Path, required=True, help="a file that ends in .csv or .json")
    taking.set_defaults(run=_export)
    making = commands.add_parser("make-contacts", help="add made-up contacts to a workspace, for demonstrations")
    making.add_argument("target", metavar="WORKSPACE", type=Path, help="made when there is none yet")
    making.add_argument("--count", metavar="N", type=int, default=1_000, help="how many; 1,000 unless told")
    making.add_argument("--country", metavar="NAME", action="append", help="whose people, e.g. Poland; repeatable")
    making.add_argument("--seed", metavar="N", type=int, default=7, help="the same seed gives the same people")
    making.set_defaults(run=_make_contacts)
    commands.add_parser("samples", help="list the sample workspaces").set_defaults(run=_samples)
    return top


def _describe_rehearse(command: argparse.ArgumentParser) -> None:
    command.description = "Rehearse a workspace with no window, on a copy: the file keeps no trace of it."
    command.add_argument("target", metavar=_TARGET, help=_TARGET_HELP)
    command.add_argument(
        "--workflow", metavar="NAME", action="append", help="rehearse only this one, on or off; repeatable"
    )
    command.add_argument("--start", metavar="TIME", help="local time such as 2026-01-05T09:00")
    command.add_argument("--days", metavar="N", type=_whole, help="days to rehearse")
    command.add_argument("--seed", metavar="N", type=_whole, help="the same seed gives the same trace")
    command.add_argument("--log", metavar="OUT", type=Path, help="write the log; OUT ends in .csv or .jsonl")
    command.add_argument("--replay", metavar="OUT", type=Path, help="write an HTML file that plays the run by itself")
    command.add_argument("--json", action="store_true", help="print the summary as JSON")
    command.set_defaults(run=_rehearse)


def _describe_capacity(command: argparse.ArgumentParser) -> None:
    command.add_argument("target", metavar=_TARGET, help=_TARGET_HELP)
    command.add_argument("--workflow", metavar="NAME", required=True, help="the one that enrolls in a sequence")
    command.add_argument("--by", metavar="DATE", required=True, help="last day that is in time, such as 2026-06-14")
    command.add_argument("--limit", metavar="N", type=_whole, help="mails a day for every sender instead of their own")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.set_defaults(run=_capacity)


def _whole(text: str) -> int:
    """Read a whole number; argparse's own words for what is none are a programmer's."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text[:60]}” is not a whole number") from None


def _version() -> str:
    try:
        return version("cadenza")
    except PackageNotFoundError:
        return "(not installed)"


def _no_command(top: argparse.ArgumentParser) -> int:
    top.print_help()
    print("\nThe window opens with: cadenza")
    return DONE


# ---------------------------------------------------------------- commands


@contextmanager
def _opened(target: str) -> Iterator[Workspace]:
    """Open a copy of a file, or a sample, in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="cadenza-") as folder:
        ws = _open(target, Path(folder))
        try:
            yield ws
        finally:
            ws.close()


def _open(target: str, folder: Path) -> Workspace:
    path = Path(target)
    if path.suffix.lower() == ".json":
        return importing.open_project(path, folder / f"{path.stem}.cadenza")
    if path.suffix or path.name != target or path.is_file():
        return exporting.open_copy(path, folder)
    try:
        return samples.open_sample(target, folder / f"{target}.cadenza")
    except Problem as problem:
        if problem.code != "NO_SAMPLE":
            raise
        raise Problem("FILE_MISSING", f"“{target}” is neither a file nor a sample.", hint=problem.hint) from problem


def _rehearse(args: argparse.Namespace) -> int:
    log: Path | None = args.log
    if log is not None and log.suffix.lower() not in _LOGS:
        raise Problem("BAD_FORMAT", "The log’s name ends in .csv or .jsonl.", place=str(log))
    with _opened(args.target) as ws:
        settings = _settings(args, ws.project())
        run = rehearse(ws, settings)
        rows = ws.log.export(LogQuery(run.id), log, _LOGS[log.suffix.lower()]) if log is not None else 0
        if args.replay is not None:
            write_replay(ws, run.id, args.replay)
        if args.json:
            print(json.dumps(_summary(run), indent=2))
            return DONE
        _print_run(run, ws.path.stem)
        written = (log and f"Log: {rows:,} rows in {log}", args.replay and f"Replay: {args.replay}")
        print("".join(f"\n{line}\n" for line in written if line), end="")
    return DONE


def _settings(args: argparse.Namespace, project: Project) -> RunSettings:
    """Give the account's settings with what the arguments say instead."""
    settings = project.account.settings
    if args.start is not None:
        settings = replace(settings, start=read_local(args.start, zone_of_account(project)))
    if args.days is not None:
        settings = replace(settings, days=args.days)
    if args.seed is not None:
        settings = replace(settings, seed=args.seed)
    if args.workflow:
        settings = replace(settings, workflows=tuple(_workflow(name, project) for name in args.workflow))
    return settings


def _workflow(name: str, project: Project) -> int:
    wanted = name.strip().casefold()
    found = next((w.id for w in project.workflows if w.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(f"“{w.name}”" for w in project.workflows)
        raise Problem("NO_WORKFLOW", f"There is no workflow “{name}”.", hint=f"There are: {names or 'none'}.")
    return found


def _review(args: argparse.Namespace) -> int:
    with _opened(args.target) as ws:
        return PROBLEMS if print_review(ws, as_json=args.json) else DONE


def _capacity(args: argparse.Namespace) -> int:
    with _opened(args.target) as ws:
        workflow = _workflow(args.workflow, ws.project())
        return DONE if print_capacity(ws, workflow, args.by, args.limit, as_json=args.json) else PROBLEMS


def _import(args: argparse.Namespace) -> int:
    path, into = args.file, args.into
    if path.suffix.lower() == ".json":
        ws = importing.open_project(path, into)
        print(f"{into}: made with {_number(ws.contacts.count(), 'contact')}.")
        ws.close()
        return DONE
    with ExitStack() as undo:
        ws = _open_or_make(into, undo)
        code = _import_contacts(ws, path)
        undo.pop_all()
    ws.close()
    return code


def _open_or_make(path: Path, undo: ExitStack) -> Workspace:
    """Open a workspace, or make one when there is none; when what follows fails, no empty one is left behind."""
    if path.exists():
        ws = Workspace.open(path)
    else:
        ws = samples.open_sample("blank", path)
        undo.callback(path.unlink, missing_ok=True)
    undo.callback(ws.close)
    return ws


def _make_contacts(args: argparse.Namespace) -> int:
    path: Path = args.target
    with ExitStack() as undo:
        ws = _open_or_make(path, undo)
        owners = tuple(c.sender.id for c in senders.choices(ws.project()) if c.qualifies)
        countries = tuple(args.country) if args.country else made_up.Wishes().countries
        wishes = made_up.Wishes(args.count, countries, owners=owners, seed=args.seed)
        ws.apply(made_up.make_up(ws, wishes))
        undo.pop_all()
    print(f"{path}: {_number(args.count, 'contact')} made up.")
    ws.close()
    return DONE


def _import_contacts(ws: Workspace, path: Path) -> int:
    plan = importing.read_contacts(ws, path)
    errors = _free_name(path.with_name(f"{path.stem}.errors.csv"))
    if plan.bad:
        # Before anything else: when the bad rows cannot be kept, nothing is done.
        importing.write_errors(plan, errors)
    with calm_collector():
        ws.apply(plan.edit)
    parts = [f"{plan.added:,} added", f"{plan.updated:,} updated", f"{plan.unchanged:,} unchanged"]
    print(f"{ws.path}: {', '.join(parts)}.")
    for column in plan.ignored:
        print(f"Column “{column.header}” was left out. {column.note}")
    if not plan.bad:
        return DONE
    first = plan.bad[0]
    return _complain(
        f"{_number(len(plan.bad), 'row')} of {path.name} stayed out and went to {errors}. "
        f"Line {first.line}: {first.reason}"
    )


def _free_name(path: Path) -> Path:
    """Give the path, or one with a number when there is such a file: bad rows of an earlier import are kept."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _export(args: argparse.Namespace) -> int:
    path: Path = args.to
    writers: Mapping[str, Callable[[Workspace], int]] = {
        ".csv": lambda ws: exporting.contacts_csv(ws, None, path),
        ".json": lambda ws: exporting.project_json(ws, path),
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Problem("BAD_FORMAT", "Export to a .csv file (contacts) or a .json file (the project).", place=str(path))
    with _opened(args.target) as ws:
        count = write(ws)
    print(f"{path}: {_number(count, 'contact')} written.")
    return DONE


def _samples(_args: argparse.Namespace) -> int:
    found = samples.samples()
    width = max((len(sample.name) for sample in found), default=0)
    for sample in found:
        print(f"{sample.name:<{width}}  {sample.sentence}")
    return DONE


# ---------------------------------------------------------------- what is printed


def _summary(run: Run) -> dict[str, object]:
    summary = run.summary
    return {
        "contacts": summary.contacts,
        "events": summary.events,
        "outcomes": {outcome.label: summary.outcomes.get(outcome.label, 0) for outcome in Outcome},
        "reasons": {reason.name: summary.reasons[reason.name] for reason in Reason if reason.name in summary.reasons},
        "mails": summary.mails,
        "seconds": summary.seconds,
    }


def _print_run(run: Run, name: str) -> None:
    settings, summary, account = run.settings, run.summary, run.project.account
    start, end = settings.start, settings.start + settings.days * DAY
    print(f"{name} · {_number(settings.days, 'day')} · seed {settings.seed}")
    print(f"{_moment(start, run.project)} to {_moment(end, run.project)}, {account.time_zone}\n")
    counts = (("Contacts", summary.contacts), ("Log rows", summary.events), ("Mails sent", summary.mails))
    for label, count in counts:
        print(f"  {label:<12}{count:>9,}")
    print("\nOutcomes")
    for outcome in Outcome:
        print(f"  {outcome.label:<12}{summary.outcomes.get(outcome.label, 0):>9,}")
    reasons = [(reason, summary.reasons[reason.name]) for reason in Reason if reason.name in summary.reasons]
    reasons.sort(key=lambda pair: (_SEVERITIES.index(pair[0].severity), -pair[1]))
    if reasons:
        print("\nReasons")
    for reason, count in reasons:
        print(f"  {reason.title:<32}{count:>9,}  {reason.severity.value:<14}{reason.name}")
    print(f"\nRehearsed in {summary.seconds:.2f} s.")


def _moment(at: Instant, project: Project) -> str:
    local = from_instant(at, zone_of_account(project))
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
