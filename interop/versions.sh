# The versions of everything that the suites install, and of nothing else. Sourced by lib/suite.sh.
# Change one here and the next run installs it anew.

# Suites and peers.
CONFORMANCE_VERSION=v1.0.7
CONFORMANCE_SERVER_CASES=6012 # cases of conformance/config.yaml at that version: a run with fewer fails
CONFORMANCE_CLIENT_CASES=7986
GRPC_GO_VERSION=v1.85.0
GRPC_JAVA_VERSION=1.79.0
MAVEN_DEPENDENCY_PLUGIN_VERSION=3.8.1

# Clients.
GRPCURL_VERSION=v1.9.3
BUF_VERSION=1.75.0
PYTHON_GRPCIO_VERSION=1.85.1
GRPC_JS_VERSION=1.14.7
PROTO_LOADER_VERSION=0.8.1
GRPC_WEB_VERSION=2.1.1
CONNECT_WEB_VERSION=2.2.0
PROTOBUF_ES_VERSION=2.17.0
ESBUILD_VERSION=0.28.2
PLAYWRIGHT_VERSION=1.65.1
