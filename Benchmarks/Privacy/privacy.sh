#!/usr/bin/env bash
# Accuracy and re-identification of the profiles on two datasets; prints `name value` lines and writes the tables.
#
# usage: privacy.sh [PEOPLE]      (called by `make bench-privacy`; about half an hour on two cores)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
cd "$root"
bin=$(swift build -c release --show-bin-path)
export PATH=$bin:$PATH
people=${1:-2000}
work=$(mktemp -d "${TMPDIR:-/tmp}/tessera-privacy.XXXXXX")
trap 'rm -rf "$work"' EXIT
Benchmarks/Data/febrl4.sh .build/febrl4
data=Benchmarks/Data/massachusetts-20k

# F1 through the programs, from CSV to scored pairs: the best threshold, and the one that was chosen without the truth.
lowest() { case $1 in record) echo 0.60 ;; hardened) echo 0.52 ;; strict) echo 0.53 ;; esac; }
for profile in record hardened strict; do
  Benchmarks/Accuracy/figures.sh "febrl4.$profile" "$work/febrl4-$profile" "$here/febrl4-$profile.schema.json" \
    originals .build/febrl4/dataset4a.csv duplicates .build/febrl4/dataset4b.csv .build/febrl4/truth.csv "$(lowest $profile)" \
    > "$work/febrl4-$profile.txt"
  Benchmarks/Accuracy/figures.sh "massachusetts.$profile" "$work/massachusetts-$profile" \
    "$here/massachusetts-$profile.schema.json" apcd $data/apcd.csv hospital $data/hospital.csv $data/truth.csv "$(lowest $profile)" \
    > "$work/massachusetts-$profile.txt"
done

attack() {
  tessera-lab attack "$2" --schema "$here/$1.schema.json" --people "$people" --known 0,20,100,500,1000 --seed "${SEED:-1}" --quick --json \
    > "$work/$1.json" 2>/dev/null
}
for profile in record hardened strict; do
  attack "febrl4-$profile" .build/febrl4/dataset4a.csv
  attack "massachusetts-$profile" $data/apcd.csv
done
python3 "$here/tables.py" "$work" "$here/tables.md"
