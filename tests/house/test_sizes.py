"""Small rooms stay readable: no long files, functions or templates."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list((ROOT / "src").rglob("*.html"))


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_longer_than_400_lines():
    files = [*PYTHON, *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]

    assert {str(path.relative_to(ROOT)): lines_of(path) for path in files if lines_of(path) > 400} == {}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what is done; what is promised (the signature and the docstring) may be as long as it must."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_no_function_does_more_than_40_lines():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": body_lines(node)
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > 40
    }

    assert long == {}


def test_no_template_is_longer_than_150_lines():
    assert {str(path.relative_to(ROOT)): lines_of(path) for path in TEMPLATES if lines_of(path) > 150} == {}
