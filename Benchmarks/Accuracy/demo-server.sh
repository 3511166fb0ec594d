#!/usr/bin/env bash
# The demonstration of the server: three agencies send, the unit links them, and a page shows what came of it.
#
# usage: demo-server.sh PROGRAMS FOLDER [PORT]
# Serves until interrupted; with DEMO_ONCE=1 it ends when the agencies have their ids.
set -euo pipefail
programs=$1 folder=$2 port=${3:-8443}
data=$(cd "$(dirname "$0")/../Data/massachusetts-20k" && pwd)
PATH=$programs:$PATH
export PATH SWIFT_BACKTRACE=enable=no
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

tessera-server init unit --name unit --json >init.json
(umask 077 && sed -n 's/^ *"token": "\(.*\)",*$/\1/p' init.json >operator.token && rm init.json)
tessera-server serve unit --port "$port" --json >address.json 2>server.log &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do [ -s address.json ] && break || sleep 0.1; done
address=$(sed -n 's/.*"address": *"\([^"]*\)".*/\1/p' address.json)
ask=(--server "$address" --authority unit/tls.certificate.pem)
unit() { tessera-send "$@" "${ask[@]}" --token operator.token; }

unit project make demo --keep-until "$(date -d '+2 years' +%F)"
tessera-agency key new --project demo -o project.key >/dev/null
tessera-agency schema init --for field -o schema.json >/dev/null
for agency in apcd hospital ems; do
  tessera-agency identity new "$agency" >/dev/null
  role=contributor
  [ $agency = apcd ] && role=spine
  unit admit "$agency" --project demo --card "$agency.card" --role $role -o "$agency.token"
  # The SSN column of these tables holds four digits and is called so.
  tessera-agency encode "$data/$agency.csv" --schema schema.json --column ssn4=ssn4 --key project.key \
    --identity "$agency.identity" --to unit/unit.card -o "$agency.tessera"
  tessera-agency send "$agency.tessera" --project demo "${ask[@]}" --token "$agency.token" --receipt "$agency.receipt.json"
done
unit run --project demo
for agency in apcd hospital ems; do
  tessera-agency fetch --project demo "${ask[@]}" --token "$agency.token" -o "$agency.result.tessera"
  tessera-agency receive "$agency.result.tessera" --identity "$agency.identity" --from unit/unit.card \
    --map "$agency.tessera.rowmap" -o "$agency.ids.csv"
done
echo
echo "the linkage unit's page: $address   (log in with the token in $folder/operator.token)"
echo "an agency's page:        $address   (log in with the token in $folder/hospital.token)"
echo "the certificate is the server's own: the browser asks once whether to trust it"
[ -n "${DEMO_ONCE:-}" ] && exit 0
echo "serving until interrupted"
wait $server
