#!/usr/bin/env bash
# The walk of the project's README, against instances on the ports 8080 and 8081 or on those given.
set -euo pipefail

A=${1:-8080}
B=${2:-8081}

get() {
  curl -s -o /dev/null -w "$1: %{http_code}  %{time_total}s  %header{cache-status}\n" "http://127.0.0.1:$1"
}

show() {
  printf '%s: ' "$1"
  curl -s "http://127.0.0.1:$1" | grep -o "$2"
}

put() {
  printf 'PUT %s: ' "$1"
  curl -s -o /dev/null -w '%{http_code}\n' -X PUT -H 'Content-Type: application/json' -d "$2" "http://127.0.0.1:$1"
}

post() {
  printf 'POST %s: ' "$1"
  curl -s -X POST "http://127.0.0.1:$1"
  echo
}

echo "# An airport: loaded once, then served from L1; the other instance takes it from L2"
get "$A/airports/kef"
get "$A/airports/kef"
get "$B/airports/kef"
get "$B/airports/kef"

echo "# A slow question: computed once, though both instances are asked at the same moment"
get "$A/continents/eu/statistics" &
get "$B/continents/eu/statistics" &
wait
get "$A/continents/eu/statistics"

echo "# 35 seconds later it is stale: served at once, and computed again behind it"
sleep 35
get "$A/continents/eu/statistics"
sleep 5
get "$A/continents/eu/statistics"
echo "# The other instance serves its own stale copy once, and takes the new value from L2 behind it"
get "$B/continents/eu/statistics"
sleep 1
get "$B/continents/eu/statistics"

echo "# An unknown code is remembered, too"
get "$A/airports/zzz"
get "$A/airports/zzz"

echo "# Heathrow and the Icelandic list are cached as well"
get "$A/airports/lhr"
get "$A/countries/is/airports"

echo "# A change on the second instance"
put "$B/airports/kef" '{"name": "Keflavik", "type": "CLOSED", "municipality": "Reykjanesbær"}'

echo "# The first one shows it wherever the airport is shown, and keeps the rest"
show "$A/airports/kef" '"name":"Keflavik","type":"[A-Z_]*"'
show "$A/airports/bikf" '"name":"Keflavik","type":"[A-Z_]*"'
show "$A/countries/is/airports" '"name":"Keflavik","type":"[A-Z_]*"'
show "$A/continents/eu/statistics" '"airportsByType":{[^}]*}'
get "$A/airports/kef"
get "$A/airports/lhr"

echo "# Back to the OurAirports data"
post "$A/countries/is/refresh"
show "$B/airports/kef" '"name":"[^"]*","type":"[A-Z_]*"'
