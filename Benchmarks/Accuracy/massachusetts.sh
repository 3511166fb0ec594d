#!/usr/bin/env bash
# Links two agencies of the shipped Massachusetts-20k with the starting schema, as 'schema init --for record' writes it.
#
# usage: massachusetts.sh NAME_A NAME_B FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$here/../Data/massachusetts-20k
folder=$3
mkdir -p "$folder"
rm -f "$folder.schema.json"
tessera-agency schema init --for record -o "$folder.schema.json" >/dev/null
# Its SSN column holds four digits and is called so.
ENCODE_OPTIONS="--column ssn4=ssn4" \
  "$here/figures.sh" "accuracy.massachusetts.$1.$2" "$folder" "$folder.schema.json" \
  "$1" "$data/$1.csv" "$2" "$data/$2.csv" "$data/truth.csv" 0.55
