#!/usr/bin/env bash
# Links two tables with the default threshold and, for the whole curve, once more from a low one; prints F1 figures.
#
# usage: figures.sh PREFIX FOLDER SCHEMA NAME_A TABLE_A NAME_B TABLE_B TRUTH LOW_THRESHOLD
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1 folder=$2 schema=$3 a=$4 table_a=$5 b=$6 table_b=$7 truth=$8 low=$9

began=$(date +%s.%N)
"$here/two-agencies.sh" "$folder" "$schema" "$a" "$table_a" "$b" "$table_b"
ended=$(date +%s.%N)

# The default threshold was chosen without the truth; the best one needs the whole curve and the truth.
tessera-linker link "$folder/$a/$a.tessera" "$folder/$b/$b.tessera" --identity "$folder/unit/unit.identity" \
  --agency "$folder/$a/$a.card" --agency "$folder/$b/$b.card" -o "$folder/unit/curve" \
  --threshold "$low" --max-pairs 20000000 >/dev/null

evaluate() {
  tessera-lab evaluate "$folder/unit/$1/pairs.csv" --tokens "$a=$folder/$a/tokens.csv" --tokens "$b=$folder/$b/tokens.csv" \
    --truth "$truth" "${@:2}"
}
echo
evaluate out
evaluate curve --report "$folder/evaluation.html" > "$folder/curve.txt"
f1() {
  evaluate "$1" --json | python3 -c '
import json, sys
decision = next(d for d in json.load(sys.stdin)["decisions"] if d["name"] == sys.argv[1])
print("%.4f" % decision["f1"]["value"])' "$2"
}
echo
echo "$prefix.f1_best $(f1 curve 'one-to-one best')"
echo "$prefix.f1_default $(f1 out 'as linked')"
awk -v p="$prefix" -v a="$began" -v b="$ended" 'BEGIN { printf "%s.seconds_warm %.2f\n", p, b - a }'
