#!/usr/bin/env bash
# Records a second and a core from CSV to sealed file, beside clkhash in the same run; encoding alone; memory at ten million rows.
#
# usage: encode.sh [ROWS_TIMED [ROWS_LARGE]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
cd "$root"
bin=$(swift build -c release --show-bin-path)
export PATH=$bin:$PATH
rows=${1:-1000000} large=${2:-10000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/tessera-encode.XXXXXX")
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check clkhash==0.18.3

tessera-agency identity new agency --folder "$work" >/dev/null
tessera-linker identity new unit --folder "$work" >/dev/null
tessera-agency key new --project bench -o "$work/project.key" >/dev/null
throughput people "$rows" Benchmarks/Data/massachusetts-20k/apcd.csv > "$work/timed.csv"
throughput people "$large" Benchmarks/Data/massachusetts-20k/apcd.csv > "$work/large.csv"
"$work/venv/bin/python" "$here/encode_bench.py" "$work" "$rows" "$large"
