package dev.toolkit.grpc.channel.resolver;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS server on loopback that answers as it is told; see RFC 1035, 4.1. */
final class ScriptedDnsServer {

  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int TXT = 16;
  private static final int AAAA = 28;

  private record Record(int type, Buffer data) {}

  /** The questions that came, such as {@code AAAA orders.example}. */
  final List<String> questions = new CopyOnWriteArrayList<>();

  private final Map<String, List<Record>> records = new HashMap<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private final DatagramSocket socket;

  private ScriptedDnsServer(DatagramSocket socket) {
    this.socket = socket;
  }

  static Future<ScriptedDnsServer> listen(Vertx vertx) {
    DatagramSocket socket = vertx.createDatagramSocket();
    var server = new ScriptedDnsServer(socket);
    socket.handler(server::answer);
    return socket.listen(0, "127.0.0.1").map(server);
  }

  String address() {
    return "127.0.0.1:" + socket.localAddress().port();
  }

  ScriptedDnsServer address(String name, String... addresses) {
    for (String address : addresses) {
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
      add(name, new Record(bytes.length == 4 ? A : AAAA, Buffer.buffer(bytes)));
    }
    return this;
  }

  ScriptedDnsServer alias(String name, String canonical) {
    return add(name, new Record(CNAME, nameOf(canonical)));
  }

  ScriptedDnsServer text(String name, String... pieces) {
    Buffer data = Buffer.buffer();
    for (String piece : pieces) {
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      data.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
    }
    return add(name, new Record(TXT, data));
  }

  /** Answers with an error: 2 // SERVFAIL, 3 // NXDOMAIN; -1 not at all. */
  ScriptedDnsServer code(String name, int code) {
    codes.put(name, code);
    return this;
  }

  ScriptedDnsServer forget(String name) {
    records.remove(name);
    return this;
  }

  private ScriptedDnsServer add(String name, Record record) {
    records.computeIfAbsent(name, key -> new ArrayList<>()).add(record);
    return this;
  }

  private void answer(DatagramPacket packet) {
    Buffer query = packet.data();
    var labels = new ArrayList<String>();
    int at = 12;
    while (query.getUnsignedByte(at) > 0) {
      int length = query.getUnsignedByte(at);
      labels.add(query.getString(at + 1, at + 1 + length));
      at += 1 + length;
    }
    String name = String.join(".", labels);
    int type = query.getUnsignedShort(at + 1);
    questions.add((type == A ? "A " : type == AAAA ? "AAAA " : "TXT ") + name);
    int code = codes.getOrDefault(name, records.containsKey(name) ? 0 : 3);
    if (code >= 0) {
      Buffer question = query.slice(12, at + 5);
      Buffer answer = response(query.getUnsignedShort(0), question, answers(name, type), code);
      socket.send(answer, packet.sender().port(), packet.sender().host());
    }
  }

  private List<Record> answers(String name, int type) {
    return records.getOrDefault(name, List.of()).stream()
        .filter(record -> record.type() == type || record.type() == CNAME)
        .toList();
  }

  private Buffer response(int id, Buffer question, List<Record> answers, int code) {
    Buffer response =
        Buffer.buffer()
            .appendUnsignedShort(id)
            .appendUnsignedShort(0x8180 | code)
            .appendUnsignedShort(1)
            .appendUnsignedShort(code == 0 ? answers.size() : 0)
            .appendInt(0)
            .appendBuffer(question);
    for (Record record : code == 0 ? answers : List.<Record>of()) {
      response
          .appendUnsignedShort(0xc00c)
          .appendUnsignedShort(record.type())
          .appendUnsignedShort(1)
          .appendInt(60)
          .appendUnsignedShort(record.data().length())
          .appendBuffer(record.data());
    }
    return response;
  }

  private static Buffer nameOf(String name) {
    Buffer buffer = Buffer.buffer();
    for (String label : name.split("\\.")) {
      buffer.appendUnsignedByte((short) label.length()).appendString(label);
    }
    return buffer.appendByte((byte) 0);
  }
}
