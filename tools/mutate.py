# SPDX-License-Identifier: Apache-2.0
"""Small changes to the code that checks records, one at a time: which does the corpus of broken records not notice?

    python tools/mutate.py OUTPUT.jsonl [--seed N] [--part I N] [PATH ...]

A mutant is **killed** if one record, broken or honest, fails another set of checks than before, or ends in an
exception, or takes a minute. Every mutant runs in a process of its own, in memory: no file is changed. It sees
only the records that execute the line that it changes. OUTPUT gets a line a mutant, those that stand in it
already are not run again, so a run can be stopped and gone on with. Not part of CI: see docs/mutation.md.
"""

import argparse
import ast
import copy
import importlib
import json
import os
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
sys.path[:0] = [str(SOURCES), str(ROOT / "tests")]

VERIFIER = [
    *(f"verify/{name}.py" for name in ("verifier", "setup", "ballots", "chain", "tallying", "limits", "terms")),
    "protocol/public",
    *(f"record/{name}.py" for name in ("payloads", "archive", "strict", "terms")),
]
SECONDS = 60
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult},
    **{ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult},
}


class Mutant(NamedTuple):
    """One change: the ``node``-th of the module's syntax tree becomes its ``variant``-th alternative."""

    module: str
    line: int
    what: str
    node: int
    variant: int

    @property
    def key(self) -> str:
        return f"{self.module}:{self.line}:{self.node}:{self.variant}"


# --- what can be changed -------------------------------------------------------------------------------


def alternatives(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each small change of one node."""
    match node:
        case ast.Compare():
            for i, operator in enumerate(node.ops):
                changed = copy.deepcopy(node)
                changed.ops[i] = COMPARISONS[type(operator)]()
                yield f"{type(operator).__name__} turned", changed
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "and/or exchanged", ast.BoolOp(other, node.values)
            for i in range(len(node.values)):
                yield f"condition {i} dropped", ast.BoolOp(node.op, node.values[:i] + node.values[i + 1 :])
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "not or minus dropped", node.operand
        case ast.BinOp(op=ast.Mod()):
            yield "% dropped", node.left
        case ast.BinOp(op=operator) if type(operator) in OPERATORS:
            yield "operator exchanged", ast.BinOp(node.left, OPERATORS[type(operator)](), node.right)
        case ast.Constant(value=bool()):
            yield "True/False", ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield "one larger", ast.Constant(node.value + 1)
        case ast.If() | ast.IfExp():
            for always in (True, False):
                changed = copy.copy(node)
                changed.test = ast.Constant(always)
                yield f"if {always}", changed
        case ast.comprehension() if node.ifs:
            yield "filter dropped", ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "statement deleted", ast.Pass()
        case ast.Continue():
            yield "continue deleted", ast.Pass()
        case ast.Name(id="all" | "any"):
            yield "all/any", ast.Name("any" if node.id == "all" else "all", node.ctx)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "returns None", ast.Return(ast.Constant(None))


def mutants(path: Path) -> Iterator[Mutant]:
    module = ".".join(path.relative_to(SOURCES).with_suffix("").parts)
    tree = ast.parse(path.read_text())
    typing = {part for annotation in annotations(tree) for part in ast.walk(annotation)}
    line = 0
    for number, node in enumerate(ast.walk(tree)):
        line = getattr(node, "lineno", line)
        if node in typing:
            continue
        for variant, (what, _) in enumerate(alternatives(node)):
            yield Mutant(module, line, what, number, variant)


def annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """What says types and is never computed with."""
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (annotation := getattr(node, name, None)) is not None:
                yield annotation


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else super().visit(node)


def source(mutant: Mutant) -> str:
    """The module with the change made."""
    tree = ast.parse(path_of(mutant.module).read_text())
    node = list(ast.walk(tree))[mutant.node]
    new = list(alternatives(node))[mutant.variant][1]
    return ast.unparse(ast.fix_missing_locations(_Replace(node, new).visit(tree)))


def path_of(module: str) -> Path:
    return SOURCES.joinpath(*module.split(".")).with_suffix(".py")


# --- processes -----------------------------------------------------------------------------------------


class _Mutated(MetaPathFinder, Loader):
    """Imports one module from another text."""

    def __init__(self, module: str, text: str) -> None:
        self._module, self._text = module, text

    def find_spec(self, name: str, *_: Any) -> ModuleSpec | None:
        return spec_from_loader(name, self, origin=str(path_of(name))) if name == self._module else None

    def exec_module(self, module: Any) -> None:
        exec(compile(self._text, str(path_of(self._module)), "exec"), module.__dict__)  # noqa: S102


def in_a_process(function: Any, *arguments: Any) -> Any:
    """What a function returns in a fork of this process, as JSON; None if it dies or takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        try:
            os.write(writing, json.dumps(function(*arguments)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


def executed(name: str) -> list[str]:
    """The lines of the verifier, as "path:line", that run for one record."""
    from support.corpus import corpus

    vector = next(own for own in corpus() if own.name == name)
    lines: set[str] = set()

    def trace(frame: Any, _event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(str(SOURCES)):
            return None
        lines.add(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        return trace

    threading.settrace(trace)
    sys.settrace(trace)
    vector.report()
    sys.settrace(None)
    return sorted(lines)


def first_noticed(mutant: Mutant, names: list[str]) -> str:
    """The first record that is judged otherwise; empty if there is none."""
    sys.meta_path.insert(0, _Mutated(mutant.module, source(mutant)))
    try:
        from support.corpus import corpus
    except Exception as error:  # a mutant may break in any way
        return f"import: {type(error).__name__}"
    vectors = {own.name: own for own in corpus()}
    for name in names:
        try:
            report = vectors[name].report()
            failed = {"unreadable"} if report is None else {failure.check for failure in report.failures}
        except BaseException as error:  # a mutant may break in any way
            return f"{name}: {type(error).__name__}"
        if failed != vectors[name].guilty:
            return name
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("I", "N"), help="the I-th of N, from 0")
    parser.add_argument("paths", nargs="*", default=VERIFIER)
    arguments = parser.parse_args()
    files = [SOURCES / "isonomia" / path for path in arguments.paths]
    paths = [path for file in files for path in (sorted(file.glob("*.py")) if file.is_dir() else [file])]
    chosen = [mutant for path in paths for mutant in mutants(path)]
    Random(arguments.seed).shuffle(chosen)  # noqa: S311 (what is done when it is stopped is a fair sample)
    chosen = chosen[arguments.part[0] :: arguments.part[1]]
    importlib.import_module("isonomia.groups")  # what is not mutated is imported once, before the forks
    output: Path = arguments.output
    done = {json.loads(line)["key"] for line in output.read_text().splitlines()} if output.exists() else set()
    names = [
        entry["file"].removesuffix(".bel")
        for entry in json.loads((ROOT / "vectors/broken/manifest.json").read_text())["records"]
    ]
    covers: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for line in in_a_process(executed, name) or ():
            covers[line].append(name)
    print(f"{len(chosen)} mutants, {len(names)} records", file=sys.stderr)
    rare_first = {name: i for i, name in enumerate(sorted(names, key=lambda own: (not own.startswith("honest"), own)))}
    with output.open("a") as out:
        for number, mutant in enumerate(chosen, start=1):
            if mutant.key in done:
                continue
            seen = covers.get(f"{path_of(mutant.module)}:{mutant.line}", names)
            noticed = in_a_process(first_noticed, mutant, sorted(seen, key=rare_first.__getitem__))
            line = {"key": mutant.key, "what": mutant.what, "seen": len(seen), "killed": noticed or noticed is None}
            print(json.dumps(line | {"by": noticed}), file=out, flush=True)
            print(f"\r{number}/{len(chosen)}", end="", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
