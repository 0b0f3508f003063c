package daybook.faults.boundary;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection between a function and a server. It passes whole requests and whole replies on,
 * and asks the attack before the one and after the other. Not safe for threads.
 */
final class FaultProxy {

  private final Lifeline lifeline;
  private final String server;
  private final Wire wire;
  private @Nullable InputStream fromClient;
  private @Nullable InputStream fromServer;

  FaultProxy(Lifeline lifeline, String server, Wire wire) {
    this.lifeline = lifeline;
    this.server = server;
    this.wire = wire;
  }

  /**
   * Carries one request and its reply.
   *
   * @return false once the connection or the function has ended
   */
  boolean carryOne(Socket client, Socket target) throws IOException {
    if (fromClient == null) {
      fromClient = new BufferedInputStream(client.getInputStream());
      fromServer = new BufferedInputStream(target.getInputStream());
    }
    Optional<Wire.Request> request = wire.request(fromClient);
    if (request.isEmpty()) {
      return false;
    }
    if (!request.get().counts()) {
      return send(request.get(), client, target, null);
    }
    Optional<Command> command = lifeline.number(server, request.get());
    if (command.isEmpty() || dies(lifeline.attack().before(command.get()))) {
      return false;
    }
    return send(request.get(), client, target, command.get());
  }

  private boolean send(
      Wire.Request request, Socket client, Socket target, @Nullable Command command)
      throws IOException {
    if (!lifeline.send(request.bytes(), target.getOutputStream())) {
      return false;
    }
    if (!request.answered()) {
      return true;
    }
    byte[] reply = wire.reply(fromServer, request);
    if (command != null && dies(lifeline.attack().after(command))) {
      return false;
    }
    client.getOutputStream().write(reply);
    client.getOutputStream().flush();
    return true;
  }

  private boolean dies(Attack.Fate fate) {
    if (fate == Attack.Fate.DIES) {
      lifeline.cut();
    }
    return fate == Attack.Fate.DIES;
  }
}
