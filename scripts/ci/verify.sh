#!/usr/bin/env bash
# Verifies a scenario as a CI job does: scripts/ci/verify.sh SCENARIO [OUT] [more options of rtk verify]
# Leaves OUT/verify.xml (JUnit), OUT/verify.json, OUT/summary.md and a witness for each failure; BASELINE=FILE fails on what is worse.
# Exit code: that of rtk verify, 1 if a verdict failed.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
scenario=${1:?usage: verify.sh SCENARIO [OUT] [options of rtk verify]}
out=${2:-verify-out}
shift $(($# < 2 ? $# : 2))
mkdir -p "$out" || exit 5
baseline=()
if [ -n "${BASELINE:-}" ] && [ -f "$BASELINE" ]; then baseline=(--baseline "$BASELINE"); fi
${RTK:-"$here/rtk"} verify "$scenario" --out "$out" --junit "$out/verify.xml" "${baseline[@]}" "$@"
code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -f "$out/summary.md" ]; then cat "$out/summary.md" >> "$GITHUB_STEP_SUMMARY"; fi
exit $code
