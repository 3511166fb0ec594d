#!/usr/bin/env bash
# The demonstration: two agencies encode FEBRL4, the linkage unit links it, the answer is scored.
#
# Without PyPI, where FEBRL4 comes from, it runs on the shipped Massachusetts-20k and says so.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
PATH=$(swift build -c release --show-bin-path):$PATH
export PATH
mkdir -p demo
if Benchmarks/Data/febrl4.sh demo/febrl4-data; then
  "$here/figures.sh" demo.febrl4 demo/febrl4 "$here/febrl4.schema.json" \
    originals demo/febrl4-data/dataset4a.csv duplicates demo/febrl4-data/dataset4b.csv demo/febrl4-data/truth.csv 0.5 |
    sed 's/^demo\.febrl4\.seconds_warm/demo.seconds_warm/'
  report=demo/febrl4/unit/out/report.html evaluation=demo/febrl4/evaluation.html
else
  echo "PyPI can't be reached, so FEBRL4 is not here; linking the shipped Massachusetts-20k instead" >&2
  "$here/massachusetts.sh" apcd hospital demo/massachusetts |
    sed 's/^.*\.seconds_warm/demo.seconds_warm/'
  report=demo/massachusetts/unit/out/report.html evaluation=demo/massachusetts/evaluation.html
fi
echo
echo "linkage report:    file://$root/$report"
echo "evaluation report: file://$root/$evaluation"
