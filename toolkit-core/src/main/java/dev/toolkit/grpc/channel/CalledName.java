package dev.toolkit.grpc.channel;

import dev.toolkit.grpc.Code;
import dev.toolkit.grpc.Status;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer may be called by an authority that is not the one of its connection: in plaintext
 * always, with TLS if its certificate is for that name too. See RFC 6125, 6.4, and RFC 9110, 4.3.4.
 */
final class CalledName {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private CalledName() {}

  /** Why the peer of a TLS session may not be called so; null if it may. */
  static @Nullable Status refusal(String authority, @Nullable SSLSession session) {
    HostAndPort name = HostAndPort.parseAuthority(authority, -1);
    if (name == null) {
      return refused(authority, "is no host, or host:port");
    }
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
              && isFor(certificate, name.host())
          ? null
          : refused(authority, "is not a name of the peer's certificate");
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return refused(authority, "can't be compared with the peer's certificate: " + e.getMessage());
    }
  }

  /** Whether a certificate is for a host: a name, or an address with or without brackets. */
  static boolean isFor(X509Certificate certificate, String host)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null) {
      return false;
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean isAddress = bare.indexOf(':') >= 0 || IPV4.matcher(bare).matches();
    for (List<?> name : names) {
      int kind = (Integer) name.get(0);
      if (isAddress
          ? kind == IP_ADDRESS && isSameAddress((String) name.get(1), bare)
          : kind == DNS_NAME && matches((String) name.get(1), bare)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name, perhaps with {@code *} as its first label, is that of a host. */
  private static boolean matches(String pattern, String host) {
    String expected = pattern.toLowerCase(Locale.ROOT);
    String actual = host.toLowerCase(Locale.ROOT);
    if (!expected.startsWith("*.")) {
      return expected.equals(actual);
    }
    int dot = actual.indexOf('.');
    return dot > 0
        && expected.indexOf('.', 2) > 0
        && expected.substring(1).equals(actual.substring(dot));
  }

  /** Both are literals, so that nothing is looked up. */
  private static boolean isSameAddress(String expected, String actual) {
    try {
      return InetAddress.getByName(expected).equals(InetAddress.getByName(actual));
    } catch (UnknownHostException e) {
      return false; // such as 300.1.1.1
    }
  }

  private static Status refused(String authority, String why) {
    return Status.of(Code.UNAVAILABLE, "the authority \"" + authority + "\" of the call " + why);
  }
}
