# What starts a program of this module. A script sets PROGRAM to a class of dev.toolkit.grpc.interop and sources this
# file: it builds what is older than its sources, says so on the standard error alone, and becomes the program.

set -euo pipefail

INTEROP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ROOT=$(dirname "$INTEROP")
CLASS_PATH=$INTEROP/target/class-path.txt

# is_built: whether nothing that the programs are made of changed since they were built.
is_built() {
  local sources=("$ROOT/pom.xml" "$INTEROP/pom.xml" "$INTEROP/src/main") module
  for module in codegen core verticles; do
    sources+=("$ROOT/toolkit-$module/pom.xml" "$ROOT/toolkit-$module/src/main")
  done
  [[ -f $CLASS_PATH && -z $(find "${sources[@]}" -newer "$CLASS_PATH" -print 2>/dev/null | head -n 1) ]]
}

build() {
  echo "building $ROOT/interop" >&2
  # The stamp is the time at which the build began: what changes meanwhile is built the next time.
  touch "$INTEROP/.building"
  (cd "$ROOT" && mvn -q -B -pl interop -am -DskipTests package) >&2 </dev/null
  touch -r "$INTEROP/.building" "$CLASS_PATH"
  rm -f "$INTEROP/.building"
}

# One builds, others that are started meanwhile wait for it.
if ! is_built; then
  (
    if command -v flock >/dev/null; then
      flock 9
    fi
    is_built || build
  ) 9>"$INTEROP/.build.lock"
fi

exec java -XX:+UseSerialGC -Xshare:auto ${JAVA_OPTS:-} -cp "$INTEROP/target/classes:$(<"$CLASS_PATH")" \
  "dev.toolkit.grpc.interop.$PROGRAM" "$@"
