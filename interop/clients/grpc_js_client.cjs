// Calls the interop test service with @grpc/grpc-js. Arguments: the folder of the protos, the target, and the
// certificate authority's file if the target speaks TLS.

const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const { equal, linesOf } = require('../lib/checks.cjs');

const MESSAGE = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const SIZES = [31415, 9, 2653, 58979];
const STRING_VALUE = 'type.googleapis.com/google.protobuf.StringValue';

const [protos, target, caFile] = process.argv.slice(2);
const definition = loader.loadSync('grpc/testing/test.proto', { keepCase: true, includeDirs: [protos] });
const { TestService } = grpc.loadPackageDefinition(definition).grpc.testing;
const credentials = caFile
  ? grpc.credentials.createSsl(fs.readFileSync(caFile))
  : grpc.credentials.createInsecure();
const client = new TestService(target, credentials);

const inTime = (ms = 10000) => ({ deadline: Date.now() + ms });
const outputRequest = (sizes, interval_us = 0) => ({
  response_parameters: sizes.map((size) => ({ size, interval_us })),
});

/** A unary call as a promise of its reply, headers and trailers; its failure has code, details and metadata. */
function unary(method, request, metadata = new grpc.Metadata(), options = inTime()) {
  return new Promise((resolve, reject) => {
    const result = {};
    const call = client[method](request, metadata, options, (error, reply) => {
      result.reply = reply;
      result.error = error;
    });
    call.on('metadata', (headers) => (result.headers = headers));
    call.on('status', (status) => {
      result.trailers = status.metadata;
      setImmediate(() => (result.error ? reject(result.error) : resolve(result)));
    });
  });
}

/** The sizes of the payloads of a stream of replies. */
async function payloadSizes(call) {
  const sizes = [];
  for await (const reply of call) {
    sizes.push(reply.payload.body.length);
  }
  return sizes;
}

async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the call succeeded');
}

async function emptyUnary() {
  equal({}, (await unary('EmptyCall', {})).reply);
}

async function largeUnary() {
  const request = { response_size: 314159, payload: { body: Buffer.alloc(271828) } };
  equal(314159, (await unary('UnaryCall', request)).reply.payload.body.length);
}

async function gzipUnary() {
  const compressed = new TestService(target, credentials, { 'grpc.default_compression_algorithm': 2 });
  const request = { response_size: 314159, payload: { body: Buffer.alloc(271828) } };
  const reply = await new Promise((resolve, reject) =>
    compressed.UnaryCall(request, inTime(), (error, value) => (error ? reject(error) : resolve(value))),
  );
  compressed.close();
  equal(314159, reply.payload.body.length);
}

function clientStreaming() {
  return new Promise((resolve, reject) => {
    const call = client.StreamingInputCall(inTime(), (error, reply) =>
      error ? reject(error) : resolve(reply),
    );
    SIZES.forEach((size) => call.write({ payload: { body: Buffer.alloc(size) } }));
    call.end();
  }).then((reply) => equal(93056, reply.aggregated_payload_size));
}

async function serverStreaming() {
  equal(SIZES, await payloadSizes(client.StreamingOutputCall(outputRequest(SIZES), inTime())));
}

async function fullDuplex() {
  const call = client.FullDuplexCall(inTime());
  SIZES.forEach((size) => call.write(outputRequest([size])));
  call.end();
  equal(SIZES, await payloadSizes(call));
}

async function metadata() {
  const sent = new grpc.Metadata();
  sent.set('x-grpc-test-echo-initial', 'initial value');
  sent.set('x-grpc-test-echo-trailing-bin', Buffer.from([0xab, 0xab, 0]));
  const { headers, trailers } = await unary('UnaryCall', { response_size: 1 }, sent);
  equal(['initial value'], headers.get('x-grpc-test-echo-initial'));
  equal([Buffer.from([0xab, 0xab, 0])], trailers.get('x-grpc-test-echo-trailing-bin'));
}

async function statusMessage() {
  const error = await failureOf(unary('UnaryCall', { response_status: { code: 2, message: MESSAGE } }));
  equal([2, MESSAGE], [error.code, error.details]);
}

async function errorDetails() {
  const field = (tag, bytes) => Buffer.concat([Buffer.from([tag, bytes.length]), bytes]);
  const value = field(0x0a, Buffer.from('the detail'));
  const detail = Buffer.concat([field(0x0a, Buffer.from(STRING_VALUE)), field(0x12, value)]);
  const sent = new grpc.Metadata();
  sent.set('x-test-error-detail-bin', detail);
  const request = { response_status: { code: 9, message: 'with a detail' } };
  const error = await failureOf(unary('UnaryCall', request, sent));
  equal([9, 'with a detail'], [error.code, error.details]);
  const status = [Buffer.from([0x08, 9]), field(0x12, Buffer.from('with a detail')), field(0x1a, detail)];
  equal([Buffer.concat(status)], error.metadata.get('grpc-status-details-bin'));
}

async function unimplementedMethod() {
  const error = await failureOf(unary('UnimplementedCall', {}));
  equal(grpc.status.UNIMPLEMENTED, error.code);
}

async function deadline() {
  const begun = Date.now();
  const call = client.StreamingOutputCall(outputRequest([1, 1], 5000000), inTime(300));
  equal(grpc.status.DEADLINE_EXCEEDED, (await failureOf(payloadSizes(call))).code);
  equal(true, Date.now() - begun < 3000);
}

async function cancel() {
  const call = client.FullDuplexCall(inTime());
  const ended = new Promise((resolve) => call.on('error', resolve));
  call.on('data', () => call.cancel());
  call.write(outputRequest([1]));
  equal(grpc.status.CANCELLED, (await ended).code);
  await emptyUnary();
}

linesOf([
  ['empty_unary', emptyUnary],
  ['large_unary', largeUnary],
  ['gzip_unary', gzipUnary],
  ['client_streaming', clientStreaming],
  ['server_streaming', serverStreaming],
  ['full_duplex', fullDuplex],
  ['metadata', metadata],
  ['status_message', statusMessage],
  ['error_details', errorDetails],
  ['unimplemented_method', unimplementedMethod],
  ['deadline', deadline],
  ['cancel', cancel],
]).then((lines) => {
  console.log(lines.join('\n'));
  client.close();
});
