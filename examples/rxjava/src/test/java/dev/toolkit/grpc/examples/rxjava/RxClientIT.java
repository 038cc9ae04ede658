package dev.toolkit.grpc.examples.rxjava;

import static dev.toolkit.grpc.examples.rxjava.Arithmetic.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.client.GrpcClient;
import dev.toolkit.grpc.client.GrpcClientOptions;
import dev.toolkit.grpc.examples.numbers.Number;
import dev.toolkit.grpc.examples.rxjava3.numbers.NumbersClient;
import dev.toolkit.grpc.server.GrpcServer;
import dev.toolkit.grpc.server.GrpcServerOptions;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The RxJava 3 face of a generated client, over HTTP/2. */
@Timeout(30)
class RxClientIT {

  private static final long MANY = 10_000_000;

  /** More than fits into the windows and queues between a server and a reader that stands still. */
  private static final long FAR_AHEAD = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final Watched service = new Watched();
  private NumbersClient numbers;

  @BeforeEach
  void serve() throws Exception {
    var serving = new GrpcServerOptions().setHost("localhost").setPort(0);
    serving.getHttp().setPlaintext(true);
    GrpcServer server = GrpcServer.create(vertx, serving).add(service.bind());
    server.start().await(10, TimeUnit.SECONDS);
    var calling = new GrpcClientOptions().setTarget("localhost:" + server.actualPort());
    calling.getHttp().setPlaintext(true);
    numbers = NumbersClient.create(GrpcClient.create(vertx, calling));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void unaryIsASingle() {
    assertEquals(49, numbers.rxSquare(number(7)).blockingGet().getValue());
  }

  @Test
  void aStatusIsTheErrorOfASingle() throws Exception {
    var observer = numbers.rxSquare(number(Long.MAX_VALUE)).test().await();

    observer.assertError(
        e -> assertInstanceOf(StatusException.class, e).status().code() == Code.OUT_OF_RANGE);
  }

  @Test
  void serverStreamingIsAFlowable() {
    assertEquals(List.of(1L, 2L, 3L), values(numbers.rxCount(number(3))));
  }

  @Test
  void clientStreamingTakesAFlowable() {
    assertEquals(1275, numbers.rxSum(upTo(50)).blockingGet().getValue());
  }

  @Test
  void bidiStreamingTakesAndIsAFlowable() {
    assertEquals(List.of(1L, 3L, 6L, 10L), values(numbers.rxRunningSum(upTo(4))));
  }

  @Test
  void aResponseArrivesWhileRequestsAreStillToCome() {
    UnicastProcessor<Number> requests = UnicastProcessor.create();
    TestSubscriber<Number> sums = numbers.rxRunningSum(requests).test();

    requests.onNext(number(5));
    sums.awaitCount(1).assertValues(number(5)).assertNotComplete();
    requests.onNext(number(6));
    requests.onComplete();

    sums.awaitDone(10, TimeUnit.SECONDS).assertResult(number(5), number(11));
  }

  @Test
  void disposingOfServerStreamingCancelsTheCall() throws Exception {
    TestSubscriber<Number> reader = numbers.rxCount(number(MANY)).test(5);
    reader.awaitCount(5);

    reader.cancel();

    assertEquals(Code.CANCELLED, service.cancelled.get(10, TimeUnit.SECONDS).code());
    reader.assertValueCount(5).assertNoErrors();
  }

  @Test
  void takingAFewOfManyCancelsTheCall() throws Exception {
    assertEquals(List.of(1L, 2L), values(numbers.rxCount(number(MANY)).take(2)));

    assertEquals(Code.CANCELLED, service.cancelled.get(10, TimeUnit.SECONDS).code());
  }

  @Test
  void disposingOfBidiStreamingCancelsTheCall() throws Exception {
    UnicastProcessor<Number> requests = UnicastProcessor.create();
    TestSubscriber<Number> sums = numbers.rxRunningSum(requests).test();
    requests.onNext(number(5));
    sums.awaitCount(1);

    sums.cancel();

    assertEquals(Code.CANCELLED, service.cancelled.get(10, TimeUnit.SECONDS).code());
  }

  @Test
  void theServerWritesNoFasterThanASlowReaderReads() {
    TestSubscriber<Number> reader = numbers.rxCount(number(MANY)).test(0);
    long read = 0;
    long furthest = 0;
    while (read < 3 * FAR_AHEAD) {
      reader.request(1000);
      read += 1000;
      reader.awaitCount((int) read);
      furthest = Math.max(furthest, service.written.get() - read);
    }
    reader.cancel();

    reader.assertValueCount((int) read).assertNoErrors();
    assertTrue(service.full.get() > 1, "full " + service.full + " times");
    assertTrue(furthest < FAR_AHEAD, furthest + " written ahead, limit is " + FAR_AHEAD);
  }

  private static Flowable<Number> upTo(int last) {
    return Flowable.range(1, last).map(Arithmetic::number);
  }

  private static List<Long> values(Flowable<Number> numbers) {
    return numbers.map(Number::getValue).toList().blockingGet();
  }
}
