# What every suite shares: places, the tally of cases, programs started and ended by their own id.
# A suite sources this file and calls `suite_begin NAME`, then run_case, skip_case and suite_end.

set -euo pipefail

INTEROP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=$INTEROP/.tools
source "$INTEROP/versions.sh"

JOBS=${JOBS:-2}                 # cases at a time
CASE_TIMEOUT=${CASE_TIMEOUT:-60} # seconds for one case
CHECKS_TIMEOUT=${CHECKS_TIMEOUT:-180} # seconds for a program that has many cases
START_TIMEOUT=${START_TIMEOUT:-600} # seconds for a program to listen: the first start builds it

# suite_begin NAME: one word that names the suite in its last line and in the folder of its logs.
suite_begin() {
  SUITE=$1
  LOGS=$TOOLS/logs/$SUITE
  rm -rf "$LOGS"
  mkdir -p "$LOGS"
  CASE_NAMES=()
  CASE_PIDS=()
  CHECKS_PASSED=0
  CHECKS_FAILED=0
  SKIPPED=0
  STARTED_PIDS=()
  trap end_started EXIT
  trap 'exit 130' INT TERM
}

# run_case NAME COMMAND...: runs the command beside the others, at most $JOBS at a time.
# The case passes if the command ends with 0 in time. NAME must be fit for a file name.
run_case() {
  local name=$1
  shift
  while (($(jobs -rp | wc -l) >= JOBS + ${#STARTED_PIDS[@]})); do
    wait -n || true
  done
  CASE_NAMES+=("$name")
  run_case_now "$name" "$@" &
  CASE_PIDS+=("$!")
}

run_case_now() {
  local name=$1 status=0 begun=$SECONDS
  shift
  trap - EXIT INT TERM
  if [[ $(type -t "$1") == function ]]; then
    "$@" >"$LOGS/$name.log" 2>&1 || status=$?
  else
    timeout -k 5 "$CASE_TIMEOUT" "$@" >"$LOGS/$name.log" 2>&1 || status=$?
  fi
  echo "$((SECONDS - begun))" >"$LOGS/$name.seconds"
  echo "$status" >"$LOGS/$name.status"
}

# run_checks NAME COMMAND...: runs a program that has many cases, now. It prints the line `1..N` first, then for each
# case `ok CASE` or `not ok CASE: REASON`. A program that dies or prints fewer than N has a failed case more.
run_checks() {
  local name=$1 log=$LOGS/$1.log status=0 planned ok not_ok
  shift
  timeout -k 5 "$CHECKS_TIMEOUT" "$@" >"$log" 2>&1 || status=$?
  planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log" | head -1)
  ok=$(grep -c '^ok ' "$log" || true)
  not_ok=$(grep -c '^not ok ' "$log" || true)
  sed -n "s/^not ok /FAIL $name /p" "$log"
  if [[ -z $planned ]] || ((ok + not_ok != planned || (status != 0 && not_ok == 0))); then
    echo "FAIL $name: $((ok + not_ok)) of ${planned:-an unknown number of} cases ran, exit $status," \
      "see interop/.tools/logs/$SUITE/$name.log"
    not_ok=$((not_ok + 1))
  fi
  CHECKS_PASSED=$((CHECKS_PASSED + ok))
  CHECKS_FAILED=$((CHECKS_FAILED + not_ok))
}

# skip_case NAME REASON: counts the case as skipped and says why.
skip_case() {
  echo "SKIP $1: $2"
  SKIPPED=$((SKIPPED + 1))
}

# finish_cases: waits for every case begun so far, but not for the programs that serve them.
finish_cases() {
  local pid
  for pid in "${CASE_PIDS[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
}

# suite_end: prints a line for each case that failed, then the tally; fails if a case did, or if none ran.
suite_end() {
  local name status passed=$CHECKS_PASSED failed=$CHECKS_FAILED
  finish_cases
  for name in "${CASE_NAMES[@]}"; do
    status=$(cat "$LOGS/$name.status" 2>/dev/null || echo unknown)
    if [[ $status == 0 ]]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAIL $name: exit $status, see interop/.tools/logs/$SUITE/$name.log"
    fi
  done
  suite_result "$passed" "$failed" "$SKIPPED"
}

# suite_result PASSED FAILED SKIPPED: the last line of a suite and its exit status.
suite_result() {
  end_started
  echo "$SUITE: $1 passed, $2 failed, $3 skipped"
  if (($2 > 0 || $1 == 0)); then
    exit 1
  fi
  exit 0
}

# fail_suite REASON: the suite could not be run at all.
fail_suite() {
  echo "FAIL $SUITE: $1"
  suite_result 0 1 0
}

# start_program NAME PORT COMMAND...: starts a server and waits until it listens on PORT of loopback.
start_program() {
  local name=$1 port=$2 log=$LOGS/$1.log tenths=0
  shift 2
  "$@" >"$log" 2>&1 </dev/null &
  local pid=$!
  STARTED_PIDS+=("$pid")
  until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    if ! kill -0 "$pid" 2>/dev/null; then
      fail_suite "$name ended before it listened on $port, see interop/.tools/logs/$SUITE/$name.log"
    fi
    tenths=$((tenths + 1))
    if ((tenths > START_TIMEOUT * 10)); then
      fail_suite "$name does not listen on $port after $START_TIMEOUT s"
    fi
    sleep 0.1
  done
}

# end_started: ends what start_program began, by process id, and waits for it.
end_started() {
  local pid
  for pid in "${STARTED_PIDS[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${STARTED_PIDS[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  STARTED_PIDS=()
}

# free_port: prints a port of loopback that nothing listens on.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
