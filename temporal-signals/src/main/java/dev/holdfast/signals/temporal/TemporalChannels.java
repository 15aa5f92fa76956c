package dev.holdfast.signals.temporal;

import io.grpc.Deadline;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceFutureStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Two connections to Temporal: one for critical signals, one for all else, so that those never wait
 * behind these. They connect when they are used.
 */
public final class TemporalChannels implements AutoCloseable {

  private static final long CLOSING_SECONDS = 2;
  private static final Duration RECONNECT = Duration.ofSeconds(1);

  private final WorkflowServiceStubs critical;
  private final WorkflowServiceStubs bulk;
  private final Greeting criticalGreeting;
  private final Greeting bulkGreeting;
  private final Map<String, WorkflowServiceFutureStub> criticalStubs = new ConcurrentHashMap<>();
  private final Map<String, WorkflowServiceFutureStub> bulkStubs = new ConcurrentHashMap<>();

  /**
   * Channels to {@code address}.
   *
   * @throws IllegalArgumentException if a certificate or key cannot be read
   */
  public TemporalChannels(TemporalAddress address) {
    WorkflowServiceStubsOptions options = options(address);
    critical = WorkflowServiceStubs.newServiceStubs(options);
    bulk = WorkflowServiceStubs.newServiceStubs(options);
    criticalGreeting = new Greeting(critical);
    bulkGreeting = new Greeting(bulk);
  }

  /** Completes when a channel can be called without waiting; fails as a call would. */
  CompletionStage<?> ready(boolean isCritical, Deadline deadline) {
    return (isCritical ? criticalGreeting : bulkGreeting).done(deadline);
  }

  /** Calls that carry the namespace as Temporal's proxies want it. */
  WorkflowServiceFutureStub stub(String namespace, boolean isCritical) {
    return isCritical
        ? criticalStubs.computeIfAbsent(namespace, name -> stub(critical, name))
        : bulkStubs.computeIfAbsent(namespace, name -> stub(bulk, name));
  }

  private static WorkflowServiceFutureStub stub(WorkflowServiceStubs stubs, String namespace) {
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder().setNamespace(namespace).build();
    return WorkflowClient.newInstance(stubs, options).getWorkflowServiceStubs().futureStub();
  }

  private static WorkflowServiceStubsOptions options(TemporalAddress address) {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(address.target())
            .setConnectionBackoffResetFrequency(RECONNECT); // else it is away longer than it is
    if (address.tls() || address.certificate() != null || address.apiKey() != null) {
      options.setSslContext(tls(address));
    }
    Supplier<String> apiKey = address.apiKey();
    if (apiKey != null) {
      options.addApiKey(apiKey::get);
    }
    return options.build();
  }

  private static SslContext tls(TemporalAddress address) {
    try {
      SslContextBuilder context = GrpcSslContexts.forClient();
      if (address.authority() != null) {
        context.trustManager(address.authority().toFile());
      }
      if (address.certificate() != null && address.privateKey() != null) {
        context.keyManager(address.certificate().toFile(), address.privateKey().toFile());
      }
      return context.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException("a certificate or key for Temporal cannot be read", e);
    }
  }

  /** Ends calls that are under way soon. */
  @Override
  public void close() {
    critical.shutdown();
    bulk.shutdown();
    critical.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    bulk.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    critical.shutdownNow();
    bulk.shutdownNow();
  }
}
