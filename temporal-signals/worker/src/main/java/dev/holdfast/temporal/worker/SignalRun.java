package dev.holdfast.temporal.worker;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.RawValue;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor.SignalInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.RegisterDynamicSignalHandlerInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.RegisterQueryInput;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.SignalRegistrationRequest;
import io.temporal.payload.context.WorkflowSerializationContext;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The signals of one workflow run, from their arrival to continue-as-new. */
final class SignalRun {

  /** What the SDK calls the thread of a signal, before the signal's name. */
  private static final String SIGNAL_THREAD = "signal ";

  private final DataConverter converter;
  private final Handlers handlers;
  private final Watermarks watermarks = new Watermarks();
  private final Delivery delivery;
  private final SignalQueue queue;

  /**
   * Registered before the workflow's own handlers and before any signal is dispatched: the SDK
   * never clears its buffer of signals without a handler, and would deliver them again at each
   * registration.
   */
  SignalRun(
      WorkflowInboundCallsInterceptor inbound,
      WorkflowOutboundCallsInterceptor outbound,
      DataConverter converter) {
    var info = Workflow.getInfo();
    this.converter =
        converter.withContext(
            new WorkflowSerializationContext(info.getNamespace(), info.getWorkflowId()));
    handlers = new Handlers(this.converter);
    delivery = new Delivery(inbound, handlers, watermarks);
    queue = new SignalQueue(outbound, delivery);
    outbound.registerDynamicSignalHandler(new RegisterDynamicSignalHandlerInput(handlers));
    outbound.registerQuery(
        new RegisterQueryInput(
            Envelope.QUERY,
            "What was taken of Holdfast's signal batches",
            new Class<?>[0],
            new Type[0],
            arguments -> report()));
  }

  /** The main method is about to run: takes over watermarks, then lets waiting entries start. */
  void begin(Header header) {
    watermarks.restore(header);
    queue.open();
  }

  /** A plain signal whose handler the SDK knows. */
  void decoded(SignalInput input, @Nullable Runnable code) {
    queue.take(new Arrival(List.of(new PendingSignal.Decoded(input)), code));
  }

  /** A batch, or a plain signal without a handler of its name. */
  void undecoded(SignalInput input, EncodedValues arguments, @Nullable Runnable code) {
    if (input.getSignalName().equals(Envelope.SIGNAL)) {
      queue.take(new Arrival(entries(input, arguments), code));
    } else {
      var signal =
          new RawSignal(
              input.getSignalName(), arguments, input.getEventId(), input.getHeader(), null);
      queue.take(new Arrival(List.of(signal), code));
    }
  }

  /** A coroutine goes on with what its arrival could not start. */
  void help(Arrival arrival) {
    queue.help(arrival);
  }

  /**
   * The SDK's code for one event, in a thread of its own. What is no signal waits for entries
   * before it and behind it in the same task: what it completes would let the main method go on
   * before they start, which it never does before plain signals.
   */
  Runnable callback(Runnable code, @Nullable String name) {
    if (name == null || !name.startsWith(SIGNAL_THREAD)) {
      return () -> {
        queue.awaitStarted("holdfast: signals before " + name);
        code.run();
      };
    }
    if (!name.equals(SIGNAL_THREAD + Envelope.SIGNAL)) {
      return new Callback(code, null);
    }
    queue.announce();
    return () -> {
      queue.arrive();
      new Callback(code, null).run();
    };
  }

  /**
   * The condition under which a thread of the workflow goes on: its own, and that all signals are
   * started. Handlers of signals go on before that, they are on their way to it.
   */
  Supplier<Boolean> afterSignals(Supplier<Boolean> condition) {
    return Delivery.isHandling() ? condition : () -> queue.isStarted() && condition.get();
  }

  void register(List<SignalRegistrationRequest> requests) {
    handlers.add(requests);
    queue.release(delivery.release());
  }

  void registerDynamic(DynamicSignalHandler handler) {
    handlers.setDynamic(handler);
    queue.release(delivery.release());
  }

  /** The header of the next run; every signal of this one is started before. */
  Header endedWith(Header header) {
    queue.awaitStarted("holdfast: signals before continue-as-new");
    return watermarks.carriedBy(header);
  }

  private List<RawSignal> entries(SignalInput input, EncodedValues arguments) {
    List<Payload> payloads =
        arguments.toPayloads().map(Payloads::getPayloadsList).orElse(List.of());
    if (payloads.isEmpty()) {
      throw new UnreadableBatch("it has no manifest");
    }
    var manifest = ManifestReader.read(withoutCodec(payloads.get(0)), payloads.size() - 1);
    return manifest.signals(payloads.subList(1, payloads.size()), converter, input.getEventId());
  }

  /** Holdfast sends the manifest as it is; a sender with a codec may have encoded it. */
  private Payload withoutCodec(Payload manifest) {
    return Envelope.isJson(manifest)
        ? manifest
        : converter.fromPayload(manifest, RawValue.class, RawValue.class).getPayload();
  }

  /** As a raw value, so that it is JSON whatever the worker's converter makes of maps. */
  private RawValue report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("version", Envelope.VERSION);
    report.put("watermarks", watermarks.copy());
    report.put("undecodable", delivery.undecodable());
    report.put("unhandled", delivery.unhandledEntries());
    report.put("waiting", queue.waitingEntries());
    return new RawValue(Envelope.write(report));
  }
}
