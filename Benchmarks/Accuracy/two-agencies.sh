#!/usr/bin/env bash
# The main job from end to end: two agencies encode their tables, the linkage unit links, each agency gets its ids.
#
# ENCODE_OPTIONS in the environment is added to both encodings, such as --column.
#
# usage: two-agencies.sh FOLDER SCHEMA NAME_A TABLE_A NAME_B TABLE_B [link option …]
# Leaves in FOLDER: one folder a party, FOLDER/unit/out (pairs, report, run record), FOLDER/NAME/ids.csv (record id →
# project id), FOLDER/NAME/tokens.csv (row token → record id; only a measurement needs it).
set -euo pipefail
folder=$1 schema=$2 a=$3 table_a=$4 b=$5 table_b=$6
shift 6
rm -rf "$folder"
mkdir -p "$folder"/{unit,"$a","$b"}

# The linkage unit and each agency make an identity; only the cards travel.
tessera-linker identity new unit --folder "$folder/unit" >/dev/null
for agency in "$a" "$b"; do tessera-agency identity new "$agency" --folder "$folder/$agency" >/dev/null; done

# One agency makes the project key and hands it to the other in person; the linkage unit never sees it.
tessera-agency key new --project demo -o "$folder/$a/project.key" >/dev/null
cp -p "$folder/$a/project.key" "$folder/$b/project.key"

encode() {
  tessera-agency encode "$2" --schema "$schema" --key "$folder/$1/project.key" --identity "$folder/$1/$1.identity" \
    --to "$folder/unit/unit.card" -o "$folder/$1/$1.tessera" ${ENCODE_OPTIONS:-}
}
encode "$a" "$table_a"
encode "$b" "$table_b"

tessera-linker link "$folder/$a/$a.tessera" "$folder/$b/$b.tessera" --identity "$folder/unit/unit.identity" \
  --agency "$folder/$a/$a.card" --agency "$folder/$b/$b.card" -o "$folder/unit/out" "$@"

for agency in "$a" "$b"; do
  tessera-agency receive "$folder/unit/out/results/$agency.tessera" --identity "$folder/$agency/$agency.identity" \
    --from "$folder/unit/unit.card" --map "$folder/$agency/$agency.tessera.rowmap" -o "$folder/$agency/ids.csv"
  tessera-agency tokens "$folder/$agency/$agency.tessera.rowmap" --identity "$folder/$agency/$agency.identity" \
    -o "$folder/$agency/tokens.csv"
done
