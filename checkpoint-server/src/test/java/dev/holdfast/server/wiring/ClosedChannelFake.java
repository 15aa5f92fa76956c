package dev.holdfast.server.wiring;

import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** As it is before the server has started and after it has stopped. */
final class ClosedChannelFake implements Emitter<WakeUps.WakeUp> {

  @Override
  public CompletionStage<Void> send(WakeUps.WakeUp wakeUp) {
    throw new IllegalStateException("nobody listens");
  }

  @Override
  public <M extends Message<? extends WakeUps.WakeUp>> void send(M message) {
    throw new IllegalStateException("nobody listens");
  }

  @Override
  public void complete() {}

  @Override
  public void error(Exception e) {}

  @Override
  public boolean isCancelled() {
    return true;
  }

  @Override
  public boolean hasRequests() {
    return false;
  }
}
