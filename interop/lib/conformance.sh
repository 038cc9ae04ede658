# Runs connectrpc/conformance against one program of ours and turns its report into a suite's last line.

SHOWN_FAILURES=${SHOWN_FAILURES:-40}

# run_conformance MODE EXPECTED COMMAND [RUNNER_FLAGS...]: MODE is server or client; EXPECTED is how many cases must run.
# With flags of the runner, such as --run 'PATTERN', fewer may run.
run_conformance() {
  local mode=$1 expected=$2 command=$3 log status=0 parallel=()
  shift 3
  suite_begin "conformance-$mode"
  install_conformance
  log=$LOGS/runner.log
  if [[ $command == reference ]]; then
    command=$TOOLS/conformance/reference$mode
  fi
  if [[ $mode == server ]]; then
    parallel=(-p 8)
  fi
  # The runner gives a program ten seconds to answer: what is built at first use is built now.
  $command </dev/null >"$LOGS/build.log" 2>&1 || true
  "$TOOLS/conformance/connectconformance" --mode "$mode" --conf "$INTEROP/conformance/config.yaml" -v --trace \
    --known-failing "@$INTEROP/conformance/known-failing-$mode.txt" --max-servers 2 "${parallel[@]}" "$@" \
    -- $command >"$log" 2>&1 || status=$?
  report_conformance "$log" "$status" $(($# > 0 ? 1 : expected))
}

# report_conformance LOG STATUS EXPECTED: known failures that failed as expected count as skipped.
report_conformance() {
  local log=$1 status=$2 expected=$3 passed failed known ran
  passed=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed.*/\1/p' "$log" | tail -1)
  failed=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' "$log" | tail -1)
  known=$(sed -n 's/.*Another \([0-9]*\) failed as expected.*/\1/p' "$log" | tail -1)
  if [[ -z $passed ]]; then
    tail -5 "$log"
    fail_suite "the runner ended with $status and no tally, see interop/.tools/logs/$SUITE/runner.log"
  fi
  sed -n 's/^FAILED: \(.*[^:]\):\{0,1\}$/FAIL \1/p' "$log" >"$LOGS/failed.txt"
  head -"$SHOWN_FAILURES" "$LOGS/failed.txt"
  if ((failed > SHOWN_FAILURES)); then
    echo "FAIL ... all $failed of them in interop/.tools/logs/$SUITE/failed.txt"
  fi
  ran=$((passed + failed + ${known:-0}))
  if ((ran < expected)); then
    echo "FAIL $SUITE: $ran cases ran, $expected are expected"
    failed=$((failed + 1))
  elif ((status != 0 && failed == 0)); then
    echo "FAIL $SUITE: the runner ended with $status"
    failed=1
  fi
  suite_result "$passed" "$failed" "${known:-0}"
}
