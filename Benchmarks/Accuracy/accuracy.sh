#!/usr/bin/env bash
# Every accuracy figure that README.md and Specs/linkage.md quote.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
PATH=$(swift build -c release --show-bin-path):$PATH
export PATH
mkdir -p demo
if Benchmarks/Data/febrl4.sh demo/febrl4-data; then
  "$here/figures.sh" accuracy.febrl4 demo/febrl4 "$here/febrl4.schema.json" \
    originals demo/febrl4-data/dataset4a.csv duplicates demo/febrl4-data/dataset4b.csv demo/febrl4-data/truth.csv 0.5
else
  echo "PyPI can't be reached: FEBRL4 left out" >&2
fi
for agency in hospital ems births corrections shelter; do
  "$here/massachusetts.sh" apcd "$agency" "demo/massachusetts-$agency"
done
