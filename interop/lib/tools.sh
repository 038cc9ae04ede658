# Installs what the suites run, by name and pinned version, into interop/.tools. Each install_* is cheap when done before.

# once NAME VERSION COMMAND...: runs the command unless it has succeeded for this version.
once() {
  local name=$1 version=$2 stamp=$TOOLS/stamps/$1-$2
  shift 2
  [[ -e $stamp ]] && return
  mkdir -p "$TOOLS/stamps" "$TOOLS/logs"
  (
    flock 9
    if [[ ! -e $stamp ]]; then
      "$@" && touch "$stamp"
    fi
  ) 9>"$TOOLS/install.lock" >>"$TOOLS/logs/install-$name.log" 2>&1 ||
    fail_suite "cannot install $name $version, see interop/.tools/logs/install-$name.log"
}

install_conformance() {
  once conformance "$CONFORMANCE_VERSION" go_install "$TOOLS/conformance" \
    "connectrpc.com/conformance/cmd/connectconformance@$CONFORMANCE_VERSION" \
    "connectrpc.com/conformance/cmd/referenceserver@$CONFORMANCE_VERSION" \
    "connectrpc.com/conformance/cmd/referenceclient@$CONFORMANCE_VERSION"
}

# grpc-go's programs in .tools/grpc-go, and there in testdata the certificates that all official programs know.
install_grpc_go() {
  once grpc-go "$GRPC_GO_VERSION" copy_grpc_go
}

copy_grpc_go() {
  go_install "$TOOLS/grpc-go" "google.golang.org/grpc/interop/client@$GRPC_GO_VERSION" \
    "google.golang.org/grpc/interop/server@$GRPC_GO_VERSION" &&
    mkdir -p "$TOOLS/grpc-go/testdata" &&
    cp -f "$(go env GOMODCACHE)/google.golang.org/grpc@$GRPC_GO_VERSION/testdata"/{ca.pem,server1.pem,server1.key} \
      "$TOOLS/grpc-go/testdata"
}

# grpc-java's programs in .tools/grpc-java/bin, and in testdata the same certificates.
install_grpc_java() {
  once grpc-java "$GRPC_JAVA_VERSION" unpack_grpc_java
}

unpack_grpc_java() {
  local home=$TOOLS/grpc-java
  rm -rf "$home" && mkdir -p "$home/testdata" && cd "$home" &&
    mvn -q -B "org.apache.maven.plugins:maven-dependency-plugin:$MAVEN_DEPENDENCY_PLUGIN_VERSION:copy" \
      "-Dartifact=io.grpc:grpc-interop-testing:$GRPC_JAVA_VERSION:tar" "-DoutputDirectory=$home" &&
    tar -xf "grpc-interop-testing-$GRPC_JAVA_VERSION.tar" --strip-components=1 &&
    rm "grpc-interop-testing-$GRPC_JAVA_VERSION.tar" &&
    python3 -m zipfile -e "lib/grpc-testing-$GRPC_JAVA_VERSION.jar" unpacked &&
    cp unpacked/certs/{ca.pem,server1.pem,server1.key} testdata &&
    rm -r unpacked
}

install_grpcurl() {
  once grpcurl "$GRPCURL_VERSION" go_install "$TOOLS/grpcurl" \
    "github.com/fullstorydev/grpcurl/cmd/grpcurl@$GRPCURL_VERSION"
}

# go_install FOLDER PACKAGE@VERSION...: builds one after the other, as packages of several modules must be.
go_install() {
  local folder=$1 package
  shift
  mkdir -p "$folder" || return
  for package in "$@"; do
    GOBIN=$folder go install "$package" || return
  done
}

# Node's packages, in .tools/node/node_modules; scripts find them through NODE_PATH.
install_node_packages() {
  export NODE_PATH=$TOOLS/node/node_modules
  local packages=(
    "@bufbuild/buf@$BUF_VERSION"
    "@grpc/grpc-js@$GRPC_JS_VERSION"
    "@grpc/proto-loader@$PROTO_LOADER_VERSION"
    "@connectrpc/connect@$CONNECT_WEB_VERSION"
    "@connectrpc/connect-web@$CONNECT_WEB_VERSION"
    "@bufbuild/protobuf@$PROTOBUF_ES_VERSION"
    "@bufbuild/protoc-gen-es@$PROTOBUF_ES_VERSION"
    "grpc-web@$GRPC_WEB_VERSION"
    "esbuild@$ESBUILD_VERSION"
    "playwright-core@$PLAYWRIGHT_VERSION"
  )
  once node-packages "$(cksum <<<"${packages[*]}" | cut -d' ' -f1)" npm_install "${packages[@]}"
}

npm_install() {
  rm -rf "$TOOLS/node" && mkdir -p "$TOOLS/node" &&
    echo '{"private": true}' >"$TOOLS/node/package.json" &&
    npm install --prefix "$TOOLS/node" --no-save --no-audit --no-fund --no-package-lock "$@"
}

# Python's packages, in an environment of their own: .tools/python/bin/python.
install_python_packages() {
  once python-packages "$PYTHON_GRPCIO_VERSION" pip_install "grpcio==$PYTHON_GRPCIO_VERSION" \
    "grpcio-tools==$PYTHON_GRPCIO_VERSION" "grpcio-status==$PYTHON_GRPCIO_VERSION"
}

pip_install() {
  rm -rf "$TOOLS/python" && python3 -m venv "$TOOLS/python" &&
    "$TOOLS/python/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

# install_system COMMAND PACKAGE: a program of the operating system, where it is missing.
install_system() {
  command -v "$1" >/dev/null && return
  once "system-$2" current apt_install "$2"
}

apt_install() {
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"
}

# A certificate authority and a server's certificate for 127.0.0.1, made at first use: .tools/tls/{ca,server1}.{pem,key}.
install_test_certificates() {
  install_system openssl openssl
  once certificates 1 make_certificates
}

make_certificates() {
  local folder=$TOOLS/tls
  mkdir -p "$folder" && cd "$folder" &&
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=toolkit-test-ca \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
      -keyout ca.key -out ca.pem &&
    openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server1.key -out server1.csr &&
    printf '%s\n' 'subjectAltName=DNS:localhost,DNS:*.test.google.fr,IP:127.0.0.1' \
      'basicConstraints=CA:FALSE' 'extendedKeyUsage=serverAuth' >server1.ext &&
    openssl x509 -req -in server1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 \
      -extfile server1.ext -out server1.pem
}
