package dev.toolkit.grpc.codegen.tests;

import static dev.toolkit.grpc.codegen.tests.Greeter.reply;
import static dev.toolkit.grpc.codegen.tests.Greeter.request;
import static dev.toolkit.grpc.codegen.tests.Served.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.acme.hello.GreeterGrpc;
import com.acme.hello.GreeterService;
import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Idempotency;
import dev.toolkit.grpc.StatusException;
import dev.toolkit.grpc.call.CallOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A generated client calls a generated contract, in process. */
class GreeterTest {

  private Served served;

  @BeforeEach
  void serve() throws TimeoutException {
    served = new Served(new Greeter());
  }

  @AfterEach
  void close() throws TimeoutException {
    served.close();
  }

  @Test
  void aUnaryCallIsAnswered() throws TimeoutException {
    assertEquals(reply("Hello Ada"), await(served.client.sayHello(request("Ada"))));
  }

  @Test
  void manyResponsesArriveInOrder() throws TimeoutException {
    var responses = await(served.client.lotsOfReplies(request("n")).compose(Greeter::all));

    assertEquals(
        List.of(reply("n0"), reply("n1"), reply("n2"), reply("n3"), reply("n4")), responses);
  }

  @Test
  void manyRequestsAreWrittenAndAnswered() throws TimeoutException {
    var requests = served.client.lotsOfGreetings();
    var ended =
        requests
            .write(request("a"))
            .compose(v -> requests.write(request("b")))
            .compose(v -> requests.end());

    assertEquals(reply("a,b"), await(ended.compose(v -> requests.response())));
  }

  @Test
  void everyRequestWrittenGetsAResponse() throws TimeoutException {
    var call = served.client.bidiHello();
    var names =
        call.write(request("a")).compose(v -> call.write(request("b"))).compose(v -> call.end());

    var responses = await(names.compose(v -> Greeter.all(call.responses())));

    assertEquals(List.of(reply("Hello a"), reply("Hello b")), responses);
  }

  @Test
  void theRequestsOfAStreamAreAnswered() throws TimeoutException {
    var requests = new ListStream<>(List.of(request("a"), request("b"), request("c"))).pause();

    assertEquals(reply("a,b,c"), await(served.client.lotsOfGreetings(requests)));
  }

  @Test
  void everyRequestOfAStreamGetsAResponse() throws TimeoutException {
    var requests = new ListStream<>(List.of(request("a"), request("b"))).pause();

    var responses = await(served.client.bidiHello(requests).compose(Greeter::all));

    assertEquals(List.of(reply("Hello a"), reply("Hello b")), responses);
  }

  @Test
  void otherOptionsTakeThePlaceOfThoseBefore() {
    var late = served.client.withOptions(CallOptions.DEFAULT.withTimeout(Duration.ofNanos(1)));

    var failure = assertThrows(StatusException.class, () -> await(late.sayHello(request("Ada"))));

    assertEquals(Code.DEADLINE_EXCEEDED, failure.status().code());
  }

  @Test
  void whatTheFileKnowsOfARpcIsInItsDescriptor() {
    assertEquals("helloworld.Greeter/SayHello", GreeterGrpc.SAY_HELLO.fullName());
    assertEquals(Idempotency.NO_SIDE_EFFECTS, GreeterGrpc.SAY_HELLO.idempotency());
    assertEquals(Idempotency.IDEMPOTENT, GreeterGrpc.LOTS_OF_GREETINGS.idempotency());
    assertEquals(Idempotency.UNKNOWN, GreeterGrpc.BIDI_HELLO.idempotency());
    assertEquals("greeter.proto", GreeterGrpc.SERVICE.file().get().getName());
  }

  @Test
  void rpcsLeftOutAreUnimplemented() throws TimeoutException {
    try (var bare = new Served(new GreeterService() {})) {
      var upload = bare.client.lotsOfGreetings();
      List<Future<?>> calls =
          List.of(
              bare.client.sayHello(request("")),
              bare.client.lotsOfReplies(request("")).compose(Greeter::all),
              upload.response(),
              Greeter.all(bare.client.bidiHello().responses()));

      for (Future<?> call : calls) {
        var failure = assertThrows(StatusException.class, () -> await(call));
        assertEquals(Code.UNIMPLEMENTED, failure.status().code());
      }
    }
  }
}
