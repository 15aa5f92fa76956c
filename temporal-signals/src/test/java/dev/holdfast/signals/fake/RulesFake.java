package dev.holdfast.signals.fake;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Temporal on a loopback port: the Java test server, and in front of it the rules that it lacks,
 * and faults on demand. Of its namespaces there is {@code default}.
 *
 * <p>Rules: a request id is applied once in a run; payloads of more than 2 MiB and more than 10,000
 * signals in a run are refused.
 */
public final class RulesFake implements AutoCloseable {
  private static final String QUERY =
      WorkflowServiceGrpc.getQueryWorkflowMethod().getFullMethodName();

  private final TestServer.InProcessTestServer temporal = TestServer.createServer();
  private final ManagedChannel next = temporal.getChannel();
  private final SignalRules rules = new SignalRules();
  private final Deque<Fault> script = new ArrayDeque<>();
  private final List<SignalSeen> seen = new CopyOnWriteArrayList<>();
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Server server;
  private volatile Function<SignalSeen, Fault> faults = signal -> Fault.NONE;
  private volatile @Nullable Payload queryAnswer;
  private volatile @Nullable StatusRuntimeException queryRefusal;
  private volatile CompletableFuture<?> queries = CompletableFuture.completedFuture(null);
  private volatile @Nullable String key;

  /** A server that anybody may reach. */
  public RulesFake() {
    this(null);
  }

  /** A server with TLS. */
  public RulesFake(@Nullable SslContext tls) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sslContext(tls)
              .executor(workers)
              .fallbackHandlerRegistry(new AnyMethod(this::called))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  public String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Lets the next signals meet these faults; those after them what {@link #faults} says. */
  public void script(Fault... next) {
    synchronized (script) {
      script.addAll(List.of(next));
    }
  }

  /** Which fault each signal meets from now on. */
  public void faults(Function<SignalSeen, Fault> rule) {
    faults = rule;
  }

  /** Another limit of the bytes of payloads. */
  public void mostBytes(int bytes) {
    rules.mostBytes = bytes;
  }

  /** Another limit of the signals of a run. */
  public void mostSignals(int signals) {
    rules.mostSignals = signals;
  }

  /** Answers queries so, whatever a worker would say; null: as workers say. */
  public void answerQueries(@Nullable Payload answer) {
    queryAnswer = answer;
  }

  /** Answers queries so; null: as workers do. */
  public void refuseQueries(@Nullable StatusRuntimeException told) {
    queryRefusal = told;
  }

  /** Keeps queries back until {@code until} is done. */
  public void holdQueries(CompletableFuture<?> until) {
    queries = until;
  }

  /** Refuses all calls with another API key; null: none is asked for. */
  public void key(@Nullable String wanted) {
    key = wanted;
  }

  /** All signals that came, whatever became of them, in order. */
  public List<SignalSeen> seen() {
    return List.copyOf(seen);
  }

  /** Those to one workflow. */
  public List<SignalSeen> seen(String workflowId) {
    return seen.stream().filter(one -> one.workflowId().equals(workflowId)).toList();
  }

  /** Names of all methods that were called, in order. */
  public List<String> methods() {
    return List.copyOf(methods);
  }

  private void called(AnyMethod.Call call, StreamObserver<byte[]> answer) {
    CompletableFuture<?> held = queries; // before it is seen: who sees it may let queries go
    methods.add(call.method());
    String wanted = key;
    if (wanted != null && !("Bearer " + wanted).equals(call.authorization())) {
      answer.onError(Status.UNAUTHENTICATED.withDescription("bad key").asRuntimeException());
    } else if (SignalSeen.signals(call.method())) {
      signal(call, answer);
    } else if (call.method().equals(QUERY)) {
      Context context = Context.current();
      var unused = held.thenRun(() -> context.run(() -> query(call, answer)));
    } else {
      pass(call, answer);
    }
  }

  private void query(AnyMethod.Call call, StreamObserver<byte[]> answer) {
    StatusRuntimeException refusal = queryRefusal;
    if (refusal != null) {
      answer.onError(refusal);
      return;
    }
    Payload told = queryAnswer;
    if (told == null) {
      pass(call, answer);
      return;
    }
    var result = Payloads.newBuilder().addPayloads(told);
    answer.onNext(QueryWorkflowResponse.newBuilder().setQueryResult(result).build().toByteArray());
    answer.onCompleted();
  }

  /** As it is; long polls end when the caller's do. */
  private void pass(AnyMethod.Call call, StreamObserver<byte[]> answer) {
    Deadline deadline = Context.current().getDeadline();
    CallOptions options =
        CallOptions.DEFAULT.withDeadline(
            deadline == null ? Deadline.after(1, TimeUnit.MINUTES) : deadline);
    ClientCalls.asyncUnaryCall(
        next.newCall(AnyMethod.descriptor(call.method()), options),
        call.request().toByteArray(),
        answer);
  }

  private void signal(AnyMethod.Call call, StreamObserver<byte[]> answer) {
    SignalSeen signal = SignalSeen.of(call.method(), call.request());
    seen.add(signal);
    try {
      byte[] told = met(fault(signal), signal, call);
      if (told != null) {
        answer.onNext(told);
        answer.onCompleted();
      }
    } catch (StatusRuntimeException refused) {
      answer.onError(refused);
    }
  }

  /** The answer; null: none. */
  private byte @Nullable [] met(Fault fault, SignalSeen signal, AnyMethod.Call call) {
    if (fault instanceof Fault.Refusal refusal) {
      throw refusal.told();
    }
    return switch ((Fault.Lost) fault) {
      case NOTHING -> apply(signal, call);
      case ACKNOWLEDGEMENT -> {
        apply(signal, call);
        throw Status.UNAVAILABLE.asRuntimeException();
      }
      case ANSWER -> {
        apply(signal, call);
        yield null;
      }
      case CALL -> throw Status.UNAVAILABLE.asRuntimeException();
      case SIGNAL -> new byte[0];
    };
  }

  private Fault fault(SignalSeen signal) {
    synchronized (script) {
      Fault scripted = script.poll();
      return scripted == null ? faults.apply(signal) : scripted;
    }
  }

  private byte[] apply(SignalSeen signal, AnyMethod.Call call) {
    return rules.apply(
        signal,
        this::run,
        sent ->
            ClientCalls.blockingUnaryCall(
                next,
                AnyMethod.descriptor(call.method()),
                CallOptions.DEFAULT,
                call.request().toByteArray()));
  }

  /** The run that a signal reaches; that of a workflow which does not run is its name. */
  private String run(SignalSeen signal) {
    var execution =
        WorkflowExecution.newBuilder().setWorkflowId(signal.workflowId()).setRunId(signal.runId());
    var asked =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(signal.namespace())
            .setExecution(execution)
            .build();
    try {
      return WorkflowServiceGrpc.newBlockingStub(next)
          .describeWorkflowExecution(asked)
          .getWorkflowExecutionInfo()
          .getExecution()
          .getRunId();
    } catch (StatusRuntimeException unknown) {
      return signal.workflowId();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    temporal.close();
    workers.shutdownNow();
  }
}
