package dev.holdfast.temporal.worker;

import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.time.Duration;
import java.util.function.Supplier;

/** What one workflow run asks for: handlers of signals, to wait, and to continue as new. */
final class UnwrappingOutbound extends WorkflowOutboundCallsInterceptorBase {

  private final WorkflowOutboundCallsInterceptor next;
  private final SignalRun run;

  UnwrappingOutbound(WorkflowOutboundCallsInterceptor next, SignalRun run) {
    super(next);
    this.next = next;
    this.run = run;
  }

  @Override
  public void registerSignalHandlers(RegisterSignalHandlersInput input) {
    next.registerSignalHandlers(input);
    run.register(input.getRequests());
  }

  /** Kept from the SDK: its dynamic handler is ours. */
  @Override
  public void registerDynamicSignalHandler(RegisterDynamicSignalHandlerInput input) {
    run.registerDynamic(input.getHandler());
  }

  @Override
  public void await(String reason, Supplier<Boolean> condition) {
    next.await(reason, run.afterSignals(condition));
  }

  @Override
  public boolean await(Duration timeout, String reason, Supplier<Boolean> condition) {
    return next.await(timeout, reason, run.afterSignals(condition));
  }

  @Override
  public void continueAsNew(ContinueAsNewInput input) {
    next.continueAsNew(
        new ContinueAsNewInput(
            input.getWorkflowType(),
            input.getOptions(),
            input.getArgs(),
            run.endedWith(input.getHeader())));
  }
}
