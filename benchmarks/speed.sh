#!/bin/sh
# How long tracer takes to start, and to report on the example article. Needs hyperfine, and tracer
# on the PATH or in .venv; the report and the database go to a folder that is removed again.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check="tracer check fixtures/huawei-5g/article.txt --out $scratch --db $scratch/tracer.db"
hyperfine --warmup 2 --runs 10 'tracer --help' "$check"
