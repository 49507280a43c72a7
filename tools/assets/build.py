"""Build src/kopgroep/web/static/vendor out of pinned npm packages.

Needed only to renew the built files, which are committed: `npm ci --ignore-scripts` here, then this script.
`--check` builds nothing and fails when a committed file is not what this script would write.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NODE = HERE / "node_modules"
STATIC = ROOT / "src/kopgroep/web/static"
VENDOR = STATIC / "vendor"
TEST_VENDOR = ROOT / "tests/browser/vendor"

# Only the parts that the templates use: the whole library is four times as large.
UTRECHT_PARTS = (
    "root document surface skip-link breadcrumb-nav heading-1 heading-2 heading-3 heading-4 paragraph link "
    "unordered-list ordered-list separator table status-badge alert form-field form-fieldset form-label "
    "form-field-description form-field-error-message textbox textarea select checkbox custom-checkbox "
    "radio-button pagination"
).split()
BUTTON = "@nl-design-system-candidate/button-css"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource/noto-sans"
FONT_FILES = [
    f"noto-sans-{subset}-{weight}-normal.woff2" for subset in ("latin", "latin-ext") for weight in (400, 700)
]
# A theme of an installation may set any of these, so they stay even where no part refers to them yet.
THEME_TOKENS = ("--basis-color-", "--basis-text-", "--basis-heading-", "--basis-space-", "--basis-focus-")


def minify(css: str) -> str:
    """Strip comments and needless white space; nothing cleverer, so that nothing can break."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+(?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").replace("( ", "(").replace(" )", ")").strip()


def names_used(css: str) -> set[str]:
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


def tokens_in_use(theme: str, parts: str) -> str:
    """The theme with only those tokens that a part, another token or an installation's theme can refer to."""
    values = dict(re.findall(r"^\s*(--[\w-]+):\s*(.+?);$", theme, flags=re.M))
    wanted = [name for name in values if name in names_used(parts) or name.startswith(THEME_TOKENS)]
    kept: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in values and name not in kept:
            kept.add(name)
            wanted.extend(names_used(values[name]))
    return ".voorbeeld-theme{" + "".join(f"{n}:{v};" for n, v in values.items() if n in kept) + "}"


def package(name: str) -> dict[str, str]:
    about: dict[str, str] = json.loads((NODE / name / "package.json").read_text())
    return {"version": about["version"], "licence": about["license"]}


def licence(name: str) -> bytes:
    return next(path for path in sorted((NODE / name).glob("LICENSE*"))).read_bytes()


def built() -> dict[Path, bytes]:
    """Every file that is to be committed, with its bytes."""
    utrecht = [f"@utrecht/{part}-css" for part in UTRECHT_PARTS]
    sheets = [NODE / name / "dist/index.css" for name in utrecht] + [NODE / BUTTON / "dist/button.css"]
    parts = "\n".join(sheet.read_text() for sheet in sheets)
    own = "\n".join(sheet.read_text() for sheet in sorted((STATIC / "css").glob("*.css")))
    tokens = tokens_in_use((NODE / TOKENS / "dist/theme.css").read_text(), parts + own)
    notice = "/*! Utrecht components, NL Design System tokens and button. EUPL-1.2. See manifest.json. */\n"
    files = {
        VENDOR / "nlds.css": (notice + minify(tokens + parts) + "\n").encode(),
        VENDOR / "licences/EUPL-1.2-utrecht.md": licence("@utrecht/component-library-css"),
        VENDOR / "licences/EUPL-1.2-nl-design-system.md": licence(BUTTON),
        VENDOR / "licences/OFL-1.1-noto-sans.txt": licence(FONT),
    }
    for font in FONT_FILES:
        files[VENDOR / "fonts" / font] = (NODE / FONT / "files" / font).read_bytes()
    shipped = {name: package(name) for name in sorted([*utrecht, BUTTON, TOKENS, FONT])}
    files[VENDOR / "manifest.json"] = manifest(shipped, files, VENDOR)
    axe = {
        TEST_VENDOR / "axe.min.js": (NODE / "axe-core/axe.min.js").read_bytes(),
        TEST_VENDOR / "licences/MPL-2.0-axe-core.txt": licence("axe-core"),
    }
    axe[TEST_VENDOR / "manifest.json"] = manifest({"axe-core": package("axe-core")}, axe, TEST_VENDOR)
    return files | axe


def manifest(packages: dict[str, dict[str, str]], files: dict[Path, bytes], folder: Path) -> bytes:
    sums = {
        str(path.relative_to(folder)): hashlib.sha256(data).hexdigest()
        for path, data in sorted(files.items())
    }
    return (json.dumps({"packages": packages, "sha256": sums}, indent=2) + "\n").encode()


def main() -> int:
    files = built()
    stale = [path for path, data in files.items() if not path.exists() or path.read_bytes() != data]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what tools/assets/build.py makes: run it.")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
    print(f"{len(stale)} of {len(files)} files renewed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
