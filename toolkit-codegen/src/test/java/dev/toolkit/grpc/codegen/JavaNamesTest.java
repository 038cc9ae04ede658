package dev.toolkit.grpc.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {

  @ParameterizedTest
  @CsvSource({
    "SayHello,    sayHello,    SAY_HELLO",
    "sayHello,    sayHello,    SAY_HELLO",
    "say_hello,   sayHello,    SAY_HELLO",
    "Say_Hello_,  sayHello,    SAY_HELLO",
    "HTTPGet,     httpGet,     HTTP_GET",
    "GetURL,      getURL,      GET_URL",
    "URL,         url,         URL",
    "X,           x,           X",
    "GetV2Beta,   getV2Beta,   GET_V2_BETA",
    "_1st,        _1st,        _1ST",
    "__,          __,          __",
    "_,           __,          __",
    "Wait,        wait_,       WAIT",
    "NotifyAll,   notifyAll_,  NOTIFY_ALL",
    "Return,      return_,     RETURN",
    "True,        true_,       TRUE",
    "Create,      create_,     CREATE",
    "WithOptions, withOptions_, WITH_OPTIONS",
    "Bind,        bind_,       BIND",
    "Service,     service,     SERVICE_",
    "ServiceName, serviceName, SERVICE_NAME_",
  })
  void anRpcGetsAMethodAndAConstant(String rpc, String method, String constant) {
    assertEquals(method, JavaNames.method(rpc));
    assertEquals(constant, JavaNames.constant(rpc));
  }
}
