package dev.holdfast.temporal.worker;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import org.jspecify.annotations.Nullable;

/** What reaches one workflow run: its signals, its start, and the threads that bring both. */
final class UnwrappingInbound extends WorkflowInboundCallsInterceptorBase {

  private final WorkflowInboundCallsInterceptor next;
  private final DataConverter converter;
  private @Nullable SignalRun run;

  UnwrappingInbound(WorkflowInboundCallsInterceptor next, DataConverter converter) {
    super(next);
    this.next = next;
    this.converter = converter;
  }

  @Override
  public void init(WorkflowOutboundCallsInterceptor outbound) {
    run = new SignalRun(next, outbound, converter);
    next.init(new UnwrappingOutbound(outbound, run));
  }

  @Override
  public WorkflowOutput execute(WorkflowInput input) {
    run().begin(input.getHeader());
    return next.execute(input);
  }

  @Override
  public void handleSignal(SignalInput input) {
    Callback callback = Callback.current();
    Arrival helping = callback == null ? null : callback.helping();
    Runnable code = callback == null ? null : callback.code();
    if (helping != null) {
      run().help(helping);
    } else if (input.getArguments().length == 1
        && input.getArguments()[0] instanceof EncodedValues values) {
      run().undecoded(input, values, code);
    } else {
      run().decoded(input, code);
    }
  }

  @Override
  public Object newCallbackThread(Runnable runnable, @Nullable String name) {
    return next.newCallbackThread(run().callback(runnable, name), name);
  }

  private SignalRun run() {
    if (run == null) {
      throw new IllegalStateException("the workflow is not initialized");
    }
    return run;
  }
}
