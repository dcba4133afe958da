"""Write what other people wrote for the view's page, from npm, into `kg/view/assets/vendor/`.

    python scripts/make_vendor.py          # needs node and npm; takes the versions that are named here
    python scripts/make_vendor.py --check  # says whether the files are those that `vendor/SOURCES.json` describes

Two files of code, made by esbuild for ES2020: `sigma.js` (sigma with graphology: pictures of thousands of nodes) and
`oxigraph.js` (the JavaScript side of Oxigraph), and `oxigraph.wasm.gz`. They are small enough to be committed, so that
a build needs no network and the wheel holds them; licences lie beside them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

TARGET = Path(__file__).parent.parent / "kg" / "view" / "assets" / "vendor"
PACKAGES = {
    "sigma": "3.0.3",
    "graphology": "0.26.0",
    "events": "3.3.0",
    "graphology-utils": "2.5.2",
    "oxigraph": "0.5.11",
}
ESBUILD = "0.28.2"
ENTRIES = {
    "sigma": 'export { default as Sigma } from "sigma";\n'
    'export { EdgeLineProgram, NodeProgram } from "sigma/rendering";\n'
    'export { floatColor } from "sigma/utils";\n'
    'export { MultiDirectedGraph } from "graphology";\n',
    "oxigraph": 'export { default as start, Store } from "oxigraph/web.js";\n',
}
MIT = "MIT licence, https://opensource.org/license/mit"
BANNERS = {
    "sigma": "/*! sigma 3.0.3 © 2013-2025 Alexis Jacomy, Guillaume Plique, Benoît Simard; graphology 0.26.0 © 2016-2021"
    f" Guillaume Plique; events 3.3.0 © Joyent, Inc. and other Node contributors: {MIT} */",
    "oxigraph": f"/*! oxigraph 0.5.11 © 2018 Oxigraph developers: {MIT}, or Apache-2.0 */",
}


def make(folder: Path) -> dict[str, object]:
    """The files, written; returns what `SOURCES.json` says of them."""

    def run(*command: str) -> None:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    licences = (TARGET / "LICENSES.txt").read_text(encoding="utf-8")
    if missing := [name for name in PACKAGES if name not in licences]:
        raise SystemExit(f"LICENSES.txt says nothing of {', '.join(missing)}")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"esbuild@{ESBUILD}",
        *(f"{name}@{version}" for name, version in PACKAGES.items()))  # fmt: skip
    TARGET.mkdir(exist_ok=True)
    for name, text in ENTRIES.items():
        (folder / f"{name}.mjs").write_text(text, encoding="utf-8")
        library = {"sigma": "sigmaLibrary", "oxigraph": "oxigraph"}[name]
        run("node_modules/.bin/esbuild", f"{name}.mjs", "--bundle", "--minify",
            "--format=iife", "--target=es2020", "--charset=utf8", "--legal-comments=none", f"--global-name={library}",
            '--define:import.meta.url="about:blank"', f"--banner:js={BANNERS[name]}",
            f"--outfile={name}.js")  # fmt: skip
        (TARGET / f"{name}.js").write_bytes((folder / f"{name}.js").read_bytes())
    wasm = (folder / "node_modules/oxigraph/web_bg.wasm").read_bytes()
    (TARGET / "oxigraph.wasm.gz").write_bytes(gzip.compress(wasm, 9, mtime=0))
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    sources = {
        name: {
            "version": version,
            "license": lock[f"node_modules/{name}"]["license"],
            "integrity": lock[f"node_modules/{name}"]["integrity"],
        }
        for name, version in PACKAGES.items()
    }
    return {"esbuild": ESBUILD, "packages": sources, "files": digests()}


def digests() -> dict[str, str]:
    """The SHA-256 of each file."""
    names = ("oxigraph.js", "oxigraph.wasm.gz", "sigma.js")
    return {name: sha256((TARGET / name).read_bytes()).hexdigest() for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    path = TARGET / "SOURCES.json"
    if parser.parse_args().check:
        raise SystemExit(json.loads(path.read_text(encoding="utf-8"))["files"] != digests())
    with tempfile.TemporaryDirectory() as folder:
        sources = make(Path(folder))
    path.write_text(json.dumps(sources, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
