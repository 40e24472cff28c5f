#!/usr/bin/env bash
# Invalidates from outside, as any service in any language can: by adding an event to the stream that the
# instances consume. Needs redis-cli. Takes a tag, and the port of Redis where it is not 6379:
#   ./invalidate.sh country:IS
set -euo pipefail

tag=${1:?which tag, for example country:IS or airport:BIKF}
port=${2:-6379}

redis-cli -p "$port" XADD 'tc:{airport-directory}:events' '*' event \
  "{\"version\": 1, \"id\": \"shell-$$-$(date +%s%N)\", \"time\": \"$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)\", \"tags\": [\"$tag\"]}"
