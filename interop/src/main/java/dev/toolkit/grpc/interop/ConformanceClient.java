package dev.toolkit.grpc.interop;

import com.google.protobuf.Message;
import dev.toolkit.grpc.interop.conformance.ClientCompatRequest;
import dev.toolkit.grpc.interop.conformance.ClientCompatResponse;
import dev.toolkit.grpc.interop.conformance.ClientErrorResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * The client that connectrpc/conformance tells what to call. It reads cases from its standard
 * input, makes some of them at once, and answers each on its standard output, until the input ends.
 */
public final class ConformanceClient {

  private static final int CASES_AT_ONCE = 8;

  /** So many cases come one after the other: cold, the first ones would overrun their deadlines. */
  private static final int WARM_UP = 32;

  private static final Message END = ClientCompatResponse.getDefaultInstance();

  private final Vertx vertx = Vertx.vertx();
  private final Semaphore free = new Semaphore(1);
  private final LinkedBlockingQueue<Message> answers = new LinkedBlockingQueue<>();

  private ConformanceClient() {}

  /** Makes the calls. */
  public static void main(String[] args) throws Exception {
    new ConformanceClient().run();
  }

  private void run() throws Exception {
    var writer = new Thread(this::writeAnswers, "answers");
    writer.start();
    var in = new DataInputStream(System.in);
    Optional<ClientCompatRequest> next = SizedMessages.read(in, ClientCompatRequest.parser());
    int cases = 0;
    while (next.isPresent()) {
      free.acquire();
      if (++cases == WARM_UP) {
        free.release(CASES_AT_ONCE - 1);
      }
      start(next.get());
      next = SizedMessages.read(in, ClientCompatRequest.parser());
    }
    free.acquire(cases < WARM_UP ? 1 : CASES_AT_ONCE);
    answers.add(END);
    writer.join();
    System.exit(0);
  }

  private void start(ClientCompatRequest request) {
    var answer = ClientCompatResponse.newBuilder().setTestName(request.getTestName());
    vertx
        .getOrCreateContext()
        .runOnContext(
            v ->
                Future.succeededFuture()
                    .compose(begin -> new ConformanceCase(vertx, request).run())
                    .onSuccess(response -> answer(answer.setResponse(response)))
                    .onFailure(failure -> answer(answer.setError(error(failure)))));
  }

  private void answer(ClientCompatResponse.Builder answer) {
    answers.add(answer.build());
    free.release();
  }

  private static ClientErrorResult error(Throwable failure) {
    return ClientErrorResult.newBuilder().setMessage(failure.toString()).build();
  }

  private void writeAnswers() {
    var out = new DataOutputStream(System.out);
    try {
      for (Message answer = answers.take(); answer != END; answer = answers.take()) {
        SizedMessages.write(out, answer);
      }
    } catch (IOException | InterruptedException e) {
      e.printStackTrace(System.err);
      System.exit(1);
    }
  }
}
