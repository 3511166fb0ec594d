#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
#
# Links two invented tables of ROWS records with seven vectors by match weights: seconds and memory from encoded files to links, and F1.
#
# usage: scale.sh PYTHON ROWS      (the programs are on the path, PYTHON has clkhash, whose lists of names it takes)
# A million rows take some minutes and 6 GB to invent, before anything is measured.
set -euo pipefail
python=$1 rows=$2
here=$(dirname "$0") folder=.build/scale/$2
[ -e "$folder/truth.csv" ] || "$python" "$here/people.py" "$folder" "$rows"
schema=$here/schemas/people-field.schema.json
rm -rf "$folder/run"
mkdir -p "$folder/run"
run=$folder/run
tessera-linker identity new unit --folder "$run" >/dev/null
tessera-agency key new --project scale -o "$run/project.key" >/dev/null
for agency in a b; do
  tessera-agency identity new $agency --folder "$run" >/dev/null
  tessera-agency encode "$folder/$agency.csv" --schema "$schema" --key "$run/project.key" --identity "$run/$agency.identity" \
    --to "$run/unit.card" -o "$run/$agency.tessera" >/dev/null
  tessera-agency tokens "$run/$agency.tessera.rowmap" --identity "$run/$agency.identity" -o "$run/$agency.tokens.csv" >/dev/null
done
"$python" - "$run" <<'PYTHON'
import resource, subprocess, sys, time
run = sys.argv[1]
began = time.monotonic()
subprocess.run(["tessera-linker", "link", f"{run}/a.tessera", f"{run}/b.tessera", "--identity", f"{run}/unit.identity", "--agency", f"{run}/a.card",
                "--agency", f"{run}/b.card", "-o", f"{run}/out"], check=True, stdout=sys.stderr)
print("scale.seconds %.1f" % (time.monotonic() - began))
print("scale.memory_mib %.0f" % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))
PYTHON
tessera-lab evaluate "$run/out/pairs.csv" --tokens "a=$run/a.tokens.csv" --tokens "b=$run/b.tokens.csv" --truth "$folder/truth.csv" --json |
  "$python" -c 'import json, sys
linked = next(found for found in json.load(sys.stdin)["decisions"] if found["name"] == "as linked")
for name in ("f1", "precision", "recall"): print("scale.%s %.4f" % (name, linked[name]["value"]))'
