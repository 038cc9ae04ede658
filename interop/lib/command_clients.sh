# The cases of the clients that are commands: grpcurl and buf curl. Each case is a function for run_case; it prints what
# the client printed and fails if that is not what it must be. PORT, TLS and PROTOS are set by the suite.

SERVICE=grpc.testing.TestService

# expect STATUS PATTERN COMMAND...: the command ends with that status and prints something that matches the pattern.
expect() {
  local wanted=$1 pattern=$2 status=0 output
  shift 2
  output=$(timeout -k 5 "$CASE_TIMEOUT" "$@" 2>&1) || status=$?
  printf '%s\n' "$output"
  if [[ $status != "$wanted" ]]; then
    echo "exit $status, expected $wanted"
    return 1
  fi
  if ! grep -Eq -- "$pattern" <<<"$output"; then
    echo "nothing in the output matches: $pattern"
    return 1
  fi
}

# expect_count N PATTERN COMMAND...: the command succeeds and prints N lines that match the pattern.
expect_count() {
  local wanted=$1 pattern=$2 output
  shift 2
  output=$(timeout -k 5 "$CASE_TIMEOUT" "$@" 2>&1) || { echo "exit $?: $output"; return 1; }
  printf '%s\n' "$output"
  if (($(grep -Ec -- "$pattern" <<<"$output") != wanted)); then
    echo "expected $wanted lines that match: $pattern"
    return 1
  fi
}

THREE_OUTPUTS='{"responseParameters":[{"size":3},{"size":3},{"size":3}]}'
THREE_INPUTS='{"payload":{"body":"AAAA"}} {"payload":{"body":"AAAA"}} {"payload":{"body":"AAAA"}}'
ONE_OUTPUT='{"responseParameters":[{"size":3}]}'
THREE_ECHOES="$ONE_OUTPUT $ONE_OUTPUT $ONE_OUTPUT"
SLOW_OUTPUTS='{"responseParameters":[{"size":3,"intervalUs":5000000},{"size":3,"intervalUs":5000000}]}'
FAILURE='{"responseStatus":{"code":9,"message":"100 % ☺"}}'
# The header that asks the test service for a detail: a google.protobuf.Any of the StringValue "the detail".
DETAIL="x-test-error-detail-bin: $(
  printf '\n/type.googleapis.com/google.protobuf.StringValue\x12\x0c\n\nthe detail' | base64 -w0 | tr -d =
)"

# grpcurl_cases KIND: grpcurl ends with 64 + the status code of a call that failed.
grpcurl_cases() {
  local name=grpcurl-$1 at="127.0.0.1:$PORT"
  local grpcurl=("$TOOLS/grpcurl/grpcurl" -import-path "$PROTOS" -proto grpc/testing/test.proto -max-time 10)
  if [[ $TLS == true ]]; then
    grpcurl+=(-cacert "$TOOLS/tls/ca.pem")
  else
    grpcurl+=(-plaintext)
  fi
  run_case "$name-unary" expect 0 '"body": "AAAA"' \
    "${grpcurl[@]}" -d '{"responseSize":3}' "$at" "$SERVICE/UnaryCall"
  run_case "$name-client-streaming" expect 0 '"aggregatedPayloadSize": 9' \
    "${grpcurl[@]}" -d "$THREE_INPUTS" "$at" "$SERVICE/StreamingInputCall"
  run_case "$name-server-streaming" expect_count 3 '"body": "AAAA"' \
    "${grpcurl[@]}" -d "$THREE_OUTPUTS" "$at" "$SERVICE/StreamingOutputCall"
  run_case "$name-full-duplex" expect_count 3 '"body": "AAAA"' \
    "${grpcurl[@]}" -d "$THREE_ECHOES" "$at" "$SERVICE/FullDuplexCall"
  run_case "$name-headers" expect 0 '^x-grpc-test-echo-initial: a value$' \
    "${grpcurl[@]}" -v -H 'x-grpc-test-echo-initial: a value' "$at" "$SERVICE/UnaryCall"
  run_case "$name-trailers" expect 0 '^x-grpc-test-echo-trailing-bin: q6s=?$' \
    "${grpcurl[@]}" -v -H 'x-grpc-test-echo-trailing-bin: q6s=' "$at" "$SERVICE/UnaryCall"
  run_case "$name-error" expect 73 'Message: 100 % ☺$' \
    "${grpcurl[@]}" -d "$FAILURE" "$at" "$SERVICE/UnaryCall"
  run_case "$name-error-details" expect 73 'the detail' \
    "${grpcurl[@]}" -H "$DETAIL" -d "$FAILURE" "$at" "$SERVICE/UnaryCall"
  run_case "$name-unimplemented" expect 76 'Code: Unimplemented' \
    "${grpcurl[@]}" "$at" "$SERVICE/UnimplementedCall"
  run_case "$name-deadline" expect 68 'Code: DeadlineExceeded' \
    "${grpcurl[@]}" -max-time 0.3 -d "$SLOW_OUTPUTS" "$at" "$SERVICE/StreamingOutputCall"
}

# reflection_cases KIND: grpcurl and buf curl learn what they call from the server, by both versions of reflection.
reflection_cases() {
  local name=reflection-$1 at="127.0.0.1:$PORT" url="http://127.0.0.1:$PORT/$SERVICE" version
  local grpcurl=("$TOOLS/grpcurl/grpcurl" -max-time 10)
  local buf=("$TOOLS/node/node_modules/.bin/buf" curl --protocol grpc)
  if [[ $TLS == true ]]; then
    grpcurl+=(-cacert "$TOOLS/tls/ca.pem")
    buf+=(--cacert "$TOOLS/tls/ca.pem")
    url="https://127.0.0.1:$PORT/$SERVICE"
  else
    grpcurl+=(-plaintext)
    buf+=(--http2-prior-knowledge)
  fi
  run_case "$name-grpcurl-list" expect_count 5 \
    '^(grpc\.testing\.TestService|grpc\.health\.v1\.Health|xds\.service\.orca\.v3\.OpenRcaService|grpc\.reflection\.v1(alpha)?\.ServerReflection)$' \
    "${grpcurl[@]}" "$at" list
  run_case "$name-grpcurl-list-methods" expect_count 8 "^grpc\.testing\.TestService\.[A-Za-z]+Call$" \
    "${grpcurl[@]}" "$at" list "$SERVICE"
  run_case "$name-grpcurl-describe" expect 0 'map<string, double> request_cost = 3;' \
    "${grpcurl[@]}" "$at" describe grpc.testing.TestOrcaReport
  run_case "$name-grpcurl-describe-service" expect 0 \
    'rpc UnaryCall \( \.grpc\.testing\.SimpleRequest \) returns \( \.grpc\.testing\.SimpleResponse \);' \
    "${grpcurl[@]}" "$at" describe "$SERVICE"
  run_case "$name-grpcurl-unary" expect 0 '"body": "AAAA"' \
    "${grpcurl[@]}" -d '{"responseSize":3}' "$at" "$SERVICE/UnaryCall"
  run_case "$name-grpcurl-full-duplex" expect_count 3 '"body": "AAAA"' \
    "${grpcurl[@]}" -d "$THREE_ECHOES" "$at" "$SERVICE/FullDuplexCall"
  run_case "$name-grpcurl-unknown" expect 1 'does not include a method named "NoCall"' \
    "${grpcurl[@]}" "$at" "$SERVICE/NoCall"
  run_case "$name-grpcurl-health" expect 0 '"status": "SERVING"' \
    "${grpcurl[@]}" -d "{\"service\":\"$SERVICE\"}" "$at" grpc.health.v1.Health/Check
  run_case "$name-grpcurl-health-unknown" expect 69 'Message: unknown service none' \
    "${grpcurl[@]}" -d '{"service":"none"}' "$at" grpc.health.v1.Health/Check
  run_case "$name-grpcurl-health-watch" expect 68 '"status": "SERVING"' \
    "${grpcurl[@]}" -max-time 1 "$at" grpc.health.v1.Health/Watch
  run_case "$name-grpcurl-health-list" expect_count 2 '"status": "SERVING"' \
    "${grpcurl[@]}" "$at" grpc.health.v1.Health/List
  for version in grpc-v1 grpc-v1alpha; do
    run_case "$name-buf-$version-unary" expect 0 '"body": ?"AAAA"' \
      "${buf[@]}" --reflect-protocol "$version" -d '{"responseSize":3}' "$url/UnaryCall"
    run_case "$name-buf-$version-list" expect_count 1 "^$SERVICE$" \
      "${buf[@]}" --reflect-protocol "$version" --list-services "${url%/*}"
    run_case "$name-buf-$version-list-methods" expect_count 8 "^$SERVICE/[A-Za-z]+Call$" \
      "${buf[@]}" --reflect-protocol "$version" --list-methods "${url%/*}"
    run_case "$name-buf-$version-full-duplex" expect_count 3 '"body": ?"AAAA"' \
      "${buf[@]}" --reflect-protocol "$version" -d "$THREE_ECHOES" "$url/FullDuplexCall"
  done
}

# buf_cases KIND PROTOCOL HTTP: PROTOCOL is grpc or grpcweb; HTTP is 1 or 2.
# buf curl ends with 8 times the status code of a call that failed.
buf_cases() {
  local name=buf-$2-http$3-$1 at="http://127.0.0.1:$PORT/$SERVICE"
  local buf=("$TOOLS/node/node_modules/.bin/buf" curl --schema "$PROTOS" --protocol "$2")
  if [[ $TLS == true ]]; then
    at="https://127.0.0.1:$PORT/$SERVICE"
    buf+=(--cacert "$TOOLS/tls/ca.pem")
  elif [[ $3 == 2 ]]; then
    buf+=(--http2-prior-knowledge)
  fi
  run_case "$name-unary" expect 0 '"body": ?"AAAA"' \
    "${buf[@]}" -d '{"responseSize":3}' "$at/UnaryCall"
  run_case "$name-client-streaming" expect 0 '"aggregatedPayloadSize": ?9' \
    "${buf[@]}" -d "$THREE_INPUTS" "$at/StreamingInputCall"
  run_case "$name-server-streaming" expect_count 3 '"body": ?"AAAA"' \
    "${buf[@]}" -d "$THREE_OUTPUTS" "$at/StreamingOutputCall"
  if [[ $3 == 2 ]]; then
    run_case "$name-full-duplex" expect_count 3 '"body": ?"AAAA"' \
      "${buf[@]}" -d "$THREE_ECHOES" "$at/FullDuplexCall"
  fi
  run_case "$name-headers" expect 0 '[Xx]-[Gg]rpc-[Tt]est-[Ee]cho-[Ii]nitial: a value' \
    "${buf[@]}" -v -H 'x-grpc-test-echo-initial: a value' -d '{}' "$at/UnaryCall"
  run_case "$name-error" expect 72 '"message": ?"100 % ☺"' "${buf[@]}" -d "$FAILURE" "$at/UnaryCall"
  run_case "$name-error-details" expect 72 'the detail' \
    "${buf[@]}" -H "$DETAIL" -d "$FAILURE" "$at/UnaryCall"
  run_case "$name-unimplemented" expect 96 'unimplemented' "${buf[@]}" -d '{}' "$at/UnimplementedCall"
}
