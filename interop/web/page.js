// The cases that run in the browser: run_page.cjs bundles this file, and calls window.cases(baseUrl).

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { AnySchema, anyPack, StringValueSchema } from '@bufbuild/protobuf/wkt';
import { Code, createClient, decodeBinaryHeader, encodeBinaryHeader } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { GrpcWebClientBase, MethodDescriptor, MethodType } from 'grpc-web';
import {
  SimpleRequestSchema,
  SimpleResponseSchema,
  StreamingOutputCallRequestSchema,
  StreamingOutputCallResponseSchema,
} from 'grpc/testing/messages_pb.js';
import { TestService } from 'grpc/testing/test_pb.js';
import { equal, linesOf } from '../lib/checks.cjs';

const SIZES = [31415, 9, 2653, 58979];
const MESSAGE = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const OUTPUTS = { responseParameters: SIZES.map((size) => ({ size })) };
const SLOW_OUTPUTS = { responseParameters: [1, 1].map((size) => ({ size, intervalUs: 5000000 })) };
const FAILURE = { responseStatus: { code: 9, message: 'with a detail' } };
const DETAIL = toBinary(
  AnySchema,
  anyPack(StringValueSchema, create(StringValueSchema, { value: 'the detail' })),
);

async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call succeeded');
}

async function sizesOf(replies) {
  const sizes = [];
  for await (const reply of replies) {
    sizes.push(reply.payload.body.length);
  }
  return sizes;
}

/** The cases by connect-web: binary gRPC-Web by fetch. */
function connectCases(baseUrl) {
  const client = createClient(TestService, createGrpcWebTransport({ baseUrl }));
  return [
    ['empty_unary', async () => void (await client.emptyCall({}))],
    [
      'large_unary',
      async () => {
        const request = { responseSize: 314159, payload: { body: new Uint8Array(271828) } };
        equal(314159, (await client.unaryCall(request)).payload.body.length);
      },
    ],
    ['server_streaming', async () => equal(SIZES, await sizesOf(client.streamingOutputCall(OUTPUTS)))],
    ['metadata', () => connectMetadata(client)],
    [
      'status_message',
      async () => {
        const request = { responseStatus: { code: 2, message: MESSAGE } };
        const error = await failureOf(client.unaryCall(request));
        equal([Code.Unknown, MESSAGE], [error.code, error.rawMessage]);
      },
    ],
    ['error_details', () => connectErrorDetails(client)],
    [
      'unimplemented_method',
      async () => equal(Code.Unimplemented, (await failureOf(client.unimplementedCall({}))).code),
    ],
    [
      'deadline',
      async () => {
        const replies = client.streamingOutputCall(SLOW_OUTPUTS, { timeoutMs: 300 });
        equal(Code.DeadlineExceeded, (await failureOf(sizesOf(replies))).code);
      },
    ],
    ['cancel', () => connectCancel(client)],
  ];
}

async function connectMetadata(client) {
  const seen = {};
  await client.unaryCall(
    { responseSize: 1 },
    {
      headers: {
        'x-grpc-test-echo-initial': 'initial value',
        'x-grpc-test-echo-trailing-bin': encodeBinaryHeader(new Uint8Array([0xab, 0xab, 0])),
      },
      onHeader: (headers) => (seen.initial = headers.get('x-grpc-test-echo-initial')),
      onTrailer: (trailers) => (seen.trailing = trailers.get('x-grpc-test-echo-trailing-bin')),
    },
  );
  equal('initial value', seen.initial);
  equal([0xab, 0xab, 0], [...decodeBinaryHeader(seen.trailing)]);
}

async function connectErrorDetails(client) {
  const headers = { 'x-test-error-detail-bin': encodeBinaryHeader(DETAIL) };
  const error = await failureOf(client.unaryCall(FAILURE, { headers }));
  equal([Code.FailedPrecondition, 'with a detail'], [error.code, error.rawMessage]);
  equal(['the detail'], error.findDetails(StringValueSchema).map((detail) => detail.value));
}

async function connectCancel(client) {
  const controller = new AbortController();
  const replies = client.streamingOutputCall(
    { responseParameters: [{ size: 1 }, { size: 1, intervalUs: 5000000 }] },
    { signal: controller.signal },
  );
  const reading = (async () => {
    for await (const reply of replies) {
      controller.abort();
    }
  })();
  equal(Code.Canceled, (await failureOf(reading)).code);
}

/** The cases by grpc-web, whose server streaming wants gRPC-Web-text. */
function grpcWebCases(baseUrl, format) {
  const client = new GrpcWebClientBase({ format });
  const call = (request, metadata) => {
    const descriptor = methodOf('UnaryCall', MethodType.UNARY, SimpleRequestSchema, SimpleResponseSchema);
    const url = `${baseUrl}${descriptor.getName()}`;
    return new Promise((resolve, reject) =>
      client.rpcCall(url, create(SimpleRequestSchema, request), metadata, descriptor, (error, reply) =>
        error ? reject(error) : resolve(reply),
      ),
    );
  };
  const unary = async () => {
    const request = { responseSize: 314159, payload: { body: new Uint8Array(271828) } };
    equal(314159, (await call(request, {})).payload.body.length);
  };
  const errors = async () => {
    const error = await failureOf(call(FAILURE, { 'x-test-error-detail-bin': encodeBinaryHeader(DETAIL) }));
    equal([9, 'with a detail'], [error.code, error.message]);
    equal(true, Boolean(error.metadata['grpc-status-details-bin']));
  };
  const cases = [
    [`grpc_web_${format}_unary`, unary],
    [`grpc_web_${format}_error`, errors],
  ];
  if (format === 'text') {
    cases.push(['grpc_web_text_server_streaming', () => grpcWebStreaming(client, baseUrl)]);
  }
  return cases;
}

function grpcWebStreaming(client, baseUrl) {
  const descriptor = methodOf(
    'StreamingOutputCall',
    MethodType.SERVER_STREAMING,
    StreamingOutputCallRequestSchema,
    StreamingOutputCallResponseSchema,
  );
  const request = create(StreamingOutputCallRequestSchema, OUTPUTS);
  return new Promise((resolve, reject) => {
    const sizes = [];
    client
      .serverStreaming(`${baseUrl}${descriptor.getName()}`, request, {}, descriptor)
      .on('data', (reply) => sizes.push(reply.payload.body.length))
      .on('error', reject)
      .on('end', () => resolve(sizes));
  }).then((sizes) => equal(SIZES, sizes));
}

function methodOf(name, type, requestSchema, replySchema) {
  return new MethodDescriptor(
    `/grpc.testing.TestService/${name}`,
    type,
    Object,
    Object,
    (request) => toBinary(requestSchema, request),
    (bytes) => fromBinary(replySchema, bytes),
  );
}

/** Runs the cases against the server at that URL; gives a line of the form of lib/checks.cjs for each. */
window.cases = async function cases(baseUrl) {
  const all = [
    ...connectCases(baseUrl),
    ...grpcWebCases(baseUrl, 'binary'),
    ...grpcWebCases(baseUrl, 'text'),
  ];
  return linesOf(all);
};
