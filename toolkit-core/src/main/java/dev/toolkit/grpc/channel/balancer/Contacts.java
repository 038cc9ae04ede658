package dev.toolkit.grpc.channel.balancer;

import dev.toolkit.grpc.channel.BalancerHelper;
import dev.toolkit.grpc.channel.ConnectivityState;
import io.vertx.core.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The contacts of pick_first, at most one for each address. */
final class Contacts {

  private final BalancerHelper helper;
  private final Contact.Listener listener;
  private final Map<SocketAddress, Contact> byAddress = new LinkedHashMap<>(2);

  Contacts(BalancerHelper helper, Contact.Listener listener) {
    this.helper = helper;
    this.listener = listener;
  }

  /** The contact with an address, made if there is none. */
  Contact to(AddressList.Candidate candidate) {
    Contact contact = byAddress.get(candidate.address());
    if (contact == null) {
      contact = new Contact(helper, candidate, listener);
      byAddress.put(candidate.address(), contact);
    }
    return contact;
  }

  /** The contact with the current address of a list, if it is READY. */
  @Nullable Contact ready(AddressList addresses) {
    if (!addresses.hasCurrent()) {
      return null;
    }
    Contact current = byAddress.get(addresses.current().address());
    return current != null && current.state() == ConnectivityState.READY ? current : null;
  }

  /** Whether a contact was not shut. */
  boolean contains(Contact contact) {
    return byAddress.get(contact.address()) == contact;
  }

  int size() {
    return byAddress.size();
  }

  void beginPass() {
    byAddress.values().forEach(Contact::beginPass);
  }

  /** Whether each failed since the pass began. */
  boolean allFailed() {
    return byAddress.values().stream().allMatch(Contact::failedInPass);
  }

  void connectIdle() {
    byAddress.values().stream()
        .filter(contact -> contact.state() == ConnectivityState.IDLE)
        .forEach(contact -> contact.subchannel().connect());
  }

  void shutAllBut(Contact selected) {
    shut(contact -> contact != selected);
  }

  void shutAllBut(Set<SocketAddress> kept) {
    shut(contact -> !kept.contains(contact.address()));
  }

  void shutAll() {
    shut(contact -> true);
  }

  private void shut(Predicate<Contact> condition) {
    List<Contact> ended = byAddress.values().stream().filter(condition).toList();
    byAddress.values().removeAll(ended);
    ended.forEach(contact -> contact.subchannel().shutdown());
  }
}
