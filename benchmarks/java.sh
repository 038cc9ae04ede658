# Starts a program of one of the modules below here; sourced with ROOT set to the repository.

# Builds a module unless it was built since the last change of what it is made of.
build() { # module (directory)...
  local module stale=
  for module in "$@"; do
    local stamp="$ROOT/$module/target/class-path.txt"
    if [ ! -e "$stamp" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT"/toolkit-c*/{pom.xml,src/main} \
        "$ROOT"/benchmarks/{pom.xml,src} "$ROOT/$module"/{pom.xml,src} \
        -newer "$stamp" -type f -print -quit)" ]; then
      stale="$stale,$module"
    fi
  done
  [ -z "$stale" ] || (cd "$ROOT" && mvn -q -B -Ppeers -pl "${stale#,}" -am package \
    -DskipTests -Dspotless.check.skip -Dcheckstyle.skip >&2)
}

# Becomes a program.
start() { # module class flags...
  local module=$1 class=$2
  shift 2
  # shellcheck disable=SC2086
  exec java $JAVA_OPTS -cp "$ROOT/$module/target/classes:$(cat "$ROOT/$module/target/class-path.txt")" \
    "$class" "$@"
}
