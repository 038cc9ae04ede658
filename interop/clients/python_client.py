"""Calls the interop test service with Python's grpcio. Prints `1..N`, then `ok CASE` or `not ok CASE: REASON` for each case.

Arguments: the target, and the certificate authority's file if the target speaks TLS.
"""

import os
import sys
import threading
import time

import grpc
from google.protobuf import any_pb2, wrappers_pb2
from grpc_status import rpc_status

# The generated package grpc.testing is not where grpcio's own package grpc is.
grpc.__path__.append(os.path.join(os.environ["PYTHONPATH"], "grpc"))
from grpc.testing import empty_pb2, messages_pb2, test_pb2_grpc  # noqa: E402

MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"


def output_request(*sizes, interval_us=0):
    parameters = [messages_pb2.ResponseParameters(size=size, interval_us=interval_us) for size in sizes]
    return messages_pb2.StreamingOutputCallRequest(response_parameters=parameters)


def input_request(size):
    return messages_pb2.StreamingInputCallRequest(payload=messages_pb2.Payload(body=bytes(size)))


def equal(expected, actual):
    if expected != actual:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


def failure_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def empty_unary(stub):
    equal(empty_pb2.Empty(), stub.EmptyCall(empty_pb2.Empty(), timeout=10))


def large_unary(stub, **options):
    payload = messages_pb2.Payload(body=bytes(271828))
    request = messages_pb2.SimpleRequest(response_size=314159, payload=payload)
    equal(314159, len(stub.UnaryCall(request, timeout=10, **options).payload.body))


def gzip_unary(stub):
    large_unary(stub, compression=grpc.Compression.Gzip)


def client_streaming(stub):
    sizes = (27182, 8, 1828, 45904)
    response = stub.StreamingInputCall(map(input_request, sizes), timeout=10)
    equal(sum(sizes), response.aggregated_payload_size)


def server_streaming(stub):
    sizes = [31415, 9, 2653, 58979]
    responses = stub.StreamingOutputCall(output_request(*sizes), timeout=10)
    equal(sizes, [len(response.payload.body) for response in responses])


def full_duplex(stub):
    sizes = [31415, 9, 2653, 58979]
    responses = stub.FullDuplexCall((output_request(size) for size in sizes), timeout=10)
    equal(sizes, [len(response.payload.body) for response in responses])


def metadata(stub):
    sent = (("x-grpc-test-echo-initial", "initial value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\x00"))
    _, call = stub.UnaryCall.with_call(messages_pb2.SimpleRequest(response_size=1), metadata=sent, timeout=10)
    equal("initial value", dict(call.initial_metadata())["x-grpc-test-echo-initial"])
    equal(b"\xab\xab\x00", dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"])


def status_message(stub):
    request = messages_pb2.SimpleRequest(response_status=messages_pb2.EchoStatus(code=2, message=MESSAGE))
    error = failure_of(lambda: stub.UnaryCall(request, timeout=10))
    equal((grpc.StatusCode.UNKNOWN, MESSAGE), (error.code(), error.details()))


def error_details(stub):
    detail = any_pb2.Any()
    detail.Pack(wrappers_pb2.StringValue(value="the detail"))
    request = messages_pb2.SimpleRequest(response_status=messages_pb2.EchoStatus(code=9, message="with a detail"))
    sent = (("x-test-error-detail-bin", detail.SerializeToString()),)
    error = failure_of(lambda: stub.UnaryCall(request, metadata=sent, timeout=10))
    equal(grpc.StatusCode.FAILED_PRECONDITION, error.code())
    status = rpc_status.from_call(error)
    equal((9, "with a detail", [detail]), (status.code, status.message, list(status.details)))


def unimplemented_method(stub):
    error = failure_of(lambda: stub.UnimplementedCall(empty_pb2.Empty(), timeout=10))
    equal(grpc.StatusCode.UNIMPLEMENTED, error.code())


def deadline(stub):
    begun = time.monotonic()
    responses = stub.StreamingOutputCall(output_request(1, 1, interval_us=5_000_000), timeout=0.3)
    equal(grpc.StatusCode.DEADLINE_EXCEEDED, failure_of(lambda: list(responses)).code())
    if time.monotonic() - begun > 3:
        raise AssertionError("the deadline was noticed late")


def cancel(stub):
    cancelled = threading.Event()

    def requests():
        yield output_request(1)
        cancelled.wait()

    responses = stub.FullDuplexCall(requests(), timeout=10)
    next(responses)
    responses.cancel()
    equal(grpc.StatusCode.CANCELLED, failure_of(lambda: next(responses)).code())
    cancelled.set()
    empty_unary(stub)


CASES = [
    empty_unary, large_unary, gzip_unary, client_streaming, server_streaming, full_duplex, metadata,
    status_message, error_details, unimplemented_method, deadline, cancel,
]  # fmt: skip


def main(target, ca_file=None):
    if ca_file:
        with open(ca_file, "rb") as file:
            channel = grpc.secure_channel(target, grpc.ssl_channel_credentials(file.read()))
    else:
        channel = grpc.insecure_channel(target)
    print(f"1..{len(CASES)}")
    with channel:
        stub = test_pb2_grpc.TestServiceStub(channel)
        for case in CASES:
            try:
                case(stub)
                print(f"ok {case.__name__}")
            except (AssertionError, grpc.RpcError) as error:
                print(f"not ok {case.__name__}: {str(error)!r}")


main(*sys.argv[1:])
