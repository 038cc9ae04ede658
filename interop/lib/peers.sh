# Starts interop servers and clients, ours and the peers', with the flags that each knows.
# A program is grpc-go, grpc-java, grpc-okhttp (a client only) or a command with the flags of interop/test-server or test-client.

TEST_SERVER=${TEST_SERVER:-$INTEROP/test-server}
TEST_CLIENT=${TEST_CLIENT:-$INTEROP/test-client}
SOAK_ITERATIONS=${SOAK_ITERATIONS:-20}
SOAK_FLAGS=(--soak_max_failures=0 "--soak_per_iteration_max_acceptable_latency_ms=${SOAK_LATENCY_MS:-2000}"
  "--soak_overall_timeout_seconds=${SOAK_SECONDS:-40}")
GRPC_GO_CHANNELS=5000 # grpc-go's client keeps all channels of a channel_soak open to its end: more are files too many
ORCA_SERVICE_CONFIG='{"loadBalancingConfig":[{"test_backend_metrics_load_balancer":{}}]}' # the clients' own policy
CLIENT_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${JAVA_OPTS:-}" # a client runs one case: quick to start

# start_server NAME PROGRAM TLS: TLS is true or false. Sets PORT.
# A command serves with the certificates of $TESTDATA: ca.pem, server1.pem, server1.key.
start_server() {
  local name=$1 program=$2 tls=$3
  PORT=$(free_port)
  case $program in
    grpc-go) program=$TOOLS/grpc-go/server ;;
    grpc-java)
      start_program "$name" "$PORT" "$TOOLS/grpc-java/bin/test-server" "--port=$PORT" "--use_tls=$tls"
      return
      ;;
  esac
  local flags=("--port=$PORT" "--use_tls=$tls")
  if [[ $tls == true ]]; then
    flags+=("--tls_cert_file=$TESTDATA/server1.pem" "--tls_key_file=$TESTDATA/server1.key")
  fi
  start_program "$name" "$PORT" $program "${flags[@]}"
}

# call NAME PROGRAM TLS CASE: a case of the suite, in which the client calls the server on PORT.
call() {
  local name=$1 program=$2 tls=$3 case=$4 command iterations=$SOAK_ITERATIONS parts=1
  local flags=(--server_host=127.0.0.1 "--server_port=$PORT" "--use_tls=$tls" "--test_case=$case")
  if [[ $tls == true ]]; then
    flags+=(--use_test_ca=true --server_host_override=foo.test.google.fr)
  fi
  if [[ $program-$case == grpc-go-channel_soak ]] && ((iterations > GRPC_GO_CHANNELS)); then
    parts=$(((iterations + GRPC_GO_CHANNELS - 1) / GRPC_GO_CHANNELS))
    iterations=$GRPC_GO_CHANNELS
  fi
  if [[ $case == *_soak ]]; then
    flags+=("--soak_iterations=$iterations" "${SOAK_FLAGS[@]}")
  fi
  if [[ $case == orca_* ]]; then
    flags+=("--service_config_json=$ORCA_SERVICE_CONFIG")
  fi
  case $program in
    grpc-go) command=$TOOLS/grpc-go/client ;;
    grpc-java) command=$TOOLS/grpc-java/bin/test-client ;;
    grpc-okhttp)
      command=$TOOLS/grpc-java/bin/test-client
      flags+=(--use_okhttp=true)
      ;;
    *)
      command=$program
      [[ $tls == false ]] || flags+=("--ca_file=$TESTDATA/ca.pem")
      ;;
  esac
  run_case "$name" in_parts "$parts" env "JAVA_OPTS=$CLIENT_JAVA_OPTS" $command "${flags[@]}"
}

# in_parts N COMMAND...: runs a command N times, one after the other, until it fails.
in_parts() {
  local left=$1
  shift
  while ((left-- > 0)); do
    timeout -k 5 "$CASE_TIMEOUT" "$@" || return
  done
}

# each_case ROLE CLIENT SERVER: starts the server on plaintext and on TLS, or on what KINDS names of them, and runs every
# case of that role, or those of them that ONLY names.
each_case() {
  local role=$1 client=$2 server=$3 tls kind case roles
  for kind in ${KINDS:-plaintext tls}; do
    tls=$([[ $kind == tls ]] && echo true || echo false)
    start_server "$role-$kind-server" "$server" "$tls"
    while read -r case roles; do
      if [[ -n $case && $case != \#* && " $roles " == *" $role "* && " ${ONLY:-$case} " == *" $case "* ]]; then
        call "$role-$kind-$case" "$client" "$tls" "$case"
      fi
    done <"$INTEROP/cases.txt"
    finish_cases
    end_started
  done
}

# prepare_programs: installs the peers that stand in for our programs. Ours are built at their first start; that is done
# here, before a port is chosen that somebody else could take meanwhile, and before two cases start a client at once.
prepare_programs() {
  local program
  for program in "$TEST_SERVER" "$TEST_CLIENT"; do
    case $program in
      grpc-go) install_grpc_go ;;
      grpc-java) install_grpc_java ;;
      *) $program --help >"$LOGS/build.log" 2>&1 </dev/null || true ;;
    esac
  done
}
