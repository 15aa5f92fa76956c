package dev.holdfast.temporal.worker;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.SignalInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.SignalRegistrationRequest;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.HandlerUnfinishedPolicy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The handlers that the workflow has registered.
 *
 * <p>It is also what the SDK believes to be the workflow's dynamic handler: batches, and signals
 * without a handler, then arrive with their payloads untouched.
 */
final class Handlers implements DynamicSignalHandler {

  private final DataConverter converter;
  private final Map<String, SignalRegistrationRequest> named = new HashMap<>();
  private @Nullable DynamicSignalHandler dynamic;

  Handlers(DataConverter converter) {
    this.converter = converter;
  }

  void add(Iterable<SignalRegistrationRequest> requests) {
    requests.forEach(request -> named.put(request.getSignalType(), request));
  }

  void setDynamic(DynamicSignalHandler handler) {
    dynamic = handler;
  }

  boolean take(String name) {
    return dynamic != null || named.containsKey(name);
  }

  /**
   * The signal as its handler takes it.
   *
   * @throws DataConverterException if the arguments do not fit the handler
   */
  SignalInput decode(RawSignal signal) {
    var request = named.get(signal.name());
    Object[] arguments =
        request == null
            ? new Object[] {signal.arguments()}
            : converter.fromPayloads(
                signal.arguments().toPayloads(),
                request.getArgTypes(),
                request.getGenericArgTypes());
    return new SignalInput(signal.name(), arguments, signal.eventId(), signal.header());
  }

  @Override
  public void handle(String signalName, EncodedValues arguments) {
    if (dynamic == null) {
      throw new IllegalStateException("a signal without a handler was not held");
    }
    dynamic.handle(signalName, arguments);
  }

  @Override
  public HandlerUnfinishedPolicy getUnfinishedPolicy(String signalName) {
    return dynamic == null || signalName.equals(Envelope.SIGNAL)
        ? HandlerUnfinishedPolicy.WARN_AND_ABANDON
        : dynamic.getUnfinishedPolicy(signalName);
  }

  @Override
  public String getDescription() {
    return dynamic == null ? "Holdfast's signal batches" : dynamic.getDescription();
  }
}
