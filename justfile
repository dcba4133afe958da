# The tools beside this `just`: a virtual environment need not be active.
export PATH := parent_directory(just_executable()) + ":" + env("PATH")

# what CI asks for
check: lint test

lint:
    ruff format --check .
    ruff check .
    mypy
    lint-imports

test *options:
    pytest -n 2 {{ options }}

# what takes minutes: two hundred kills of the store, the count of a page's instructions
long:
    pytest -n 2 -m long

# rewrite what the tools can rewrite
format:
    ruff format .
    ruff check --fix .

# rebuild the sample graph that is committed
sample:
    python -m kg build seeds/ -o exports/ --format turtle,provenance,report
    python -m kg validate exports/

bench *options:
    python -m benchmarks.speed {{ options }}

# a minute of mixed requests on a million triples, by wrk; and a hundred thousand pages into a store
load *options:
    python -m benchmarks.load --write {{ options }}

grow *options:
    nice -n 15 python -m benchmarks.grow --write {{ options }}

# memory and time of the first query and the export of stores that `just grow --keep DIR` has filled
index *stores:
    nice -n 15 python -m benchmarks.indexing --write {{ stores }}

# say again how sure each rule may be, by the development gold
calibrate:
    python -m scripts.make_confidence

# score every set of gold and write docs/quality.md
quality:
    python -m benchmarks.quality

# pin every package with its hashes, for all systems (needs uv: pip install uv)
lock:
    uv pip compile pyproject.toml --extra dev --extra formats --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements.lock

# fuzz one harness for a minute (needs .[fuzz]); without a name, list them
fuzz name="" seconds="60":
    python -m tests.fuzz {{ name }} -max_total_time={{ seconds }}

# compose 2,000 pages in every layout, score them, stop and resume their build, and write docs/corpus.md
corpus out:
    python -m tests.corpus --pages 2000 -o {{ out }} --doc docs/corpus.md --stops 20

# how cost and memory grow with the pages; named queries on 10 million triples; kg beside other tools, cold starts
bench-growth *options:
    python -m benchmarks.growth {{ options }}

bench-stores *options:
    python -m benchmarks.stores {{ options }}

bench-beside *options:
    python -m benchmarks.beside {{ options }}
