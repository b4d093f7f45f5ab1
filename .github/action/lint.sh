#!/usr/bin/env bash
# Lints, and leaves the exit code to a later step, so that what was found is uploaded before
# the job fails. PATHS and ARGS have one path or argument a line.
set -uo pipefail

lines() { # what a variable holds, line by line, without empty ones
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [ -z "$line" ] || printf '%s\0' "$line"
  done <<<"$1"
}
args=() paths=()
while IFS= read -r -d '' arg; do args+=("$arg"); done < <(lines "${ARGS:-}")
while IFS= read -r -d '' path; do paths+=("$path"); done < <(lines "${PATHS:-}")

# Arrays that are empty are unset to the bash of macOS.
appnetlint --format github --format "sarif=$SARIF_FILE" --minimum-failure-severity "${FAIL_ON:-warning}" \
  ${args[@]+"${args[@]}"} -- ${paths[@]+"${paths[@]}"}
code=$?
{
  echo "exit-code=$code"
  echo "sarif-file=$SARIF_FILE"
} >>"$GITHUB_OUTPUT"
# A report that was not written is a mistake of the call, which was told.
[ -f "$SARIF_FILE" ] || exit "$code"
