package dev.toolkit.grpc.examples.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the pages of the docs are made of print what is expected of them. */
class PagesIT {

  private static final String HELLO_ADA = "Hello, Ada!";

  @Test
  void aServerHasAPortOfItsOwnOrThatOfAnHttpServer() throws Exception {
    assertEquals(List.of(HELLO_ADA, HELLO_ADA), Output.of(ServerExample::main));
  }

  @Test
  void aClientCallsByAMethodOrWithTheWholeCall() throws Exception {
    assertEquals(
        List.of(HELLO_ADA, "Hello, Grace!", "OK", "READY"), Output.of(ClientExample::main));
  }

  @Test
  void metadataTravelsBothWays() throws Exception {
    assertEquals(List.of("Ada of acme", "node-1", "3 bytes"), Output.of(MetadataExample::main));
  }

  @Test
  void aStatusArrivesWithDetailsAndTrailers() throws Exception {
    assertEquals(
        List.of("NOT_FOUND; nobody is called Ada; 1 detail; retry in 60"),
        Output.of(ErrorsExample::main));
  }

  @Test
  void aDeadlineEndsTheWorkTwoServersAway() throws Exception {
    assertEquals(
        List.of("DEADLINE_EXCEEDED", "the work stopped"), Output.of(DeadlineExample::main));
  }

  @Test
  void aTokenIsAddedAndChecked() throws Exception {
    assertEquals(
        List.of(HELLO_ADA, "UNAUTHENTICATED: the call has no valid token"),
        Output.of(InterceptorsExample::main));
  }

  @Test
  void aClientTrustsTheCertificateOfTheServer(@TempDir Path folder) throws Exception {
    String[] files = Pem.files(folder);

    assertEquals(List.of(HELLO_ADA), Output.of(none -> TlsExample.main(files)));
  }

  @Test
  void credentialsAreSentWithEachCall(@TempDir Path folder) throws Exception {
    String[] files = Pem.files(folder);

    assertEquals(
        List.of(
            HELLO_ADA,
            "UNAUTHENTICATED: the credentials failed:"
                + " io.vertx.core.impl.NoStackTraceThrowable: the key is lost"),
        Output.of(none -> CredentialsExample.main(files)));
  }

  @Test
  void webCallsGoOverHttp1() throws Exception {
    assertEquals(List.of(HELLO_ADA), Output.of(GrpcWebExample::main));
  }

  @Test
  void anEndlessStreamIsReadWithDemand() throws Exception {
    assertEquals(List.of("100 replies"), Output.of(StreamingExample::main));
  }

  @Test
  void aCallIsMadeInsideTheProcess() throws Exception {
    assertEquals(List.of(HELLO_ADA), Output.of(InProcessExample::main));
  }

  @Test
  void aServerSaysHowItsServicesAre() throws Exception {
    assertEquals(
        List.of("SERVING", "watched: SERVING", "watched: NOT_SERVING"),
        Output.of(HealthExample::main));
  }

  @Test
  void aServerSaysWhatItServes() throws Exception {
    assertEquals(
        List.of(
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "toolkit.examples.hello.Greeter"),
        Output.of(ReflectionExample::main));
  }

  @Test
  void aServerSaysHowLoadedItIs() throws Exception {
    assertEquals(List.of(HELLO_ADA, "cpu 0.25, {rows=12.0}"), Output.of(LoadReportsExample::main));
  }

  @Test
  void aBrokenServerIsLeftOutAndAUserStaysWithOne() throws Exception {
    assertEquals(
        List.of(
            "100.0 % of calls failed, allowed are 85", "both others answer", "Ada is served by 1"),
        Output.of(LoadBalancingExample::main));
  }
}
