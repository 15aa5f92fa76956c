package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.signals.fake.Certificates;
import dev.holdfast.signals.fake.RulesFake;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal that shows a certificate, wants one, and asks for a key. */
class TlsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String SECRET = "moon-over-zanzibar";

  @TempDir static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static Certificates ours;

  @SuppressWarnings("NullAway.Init")
  private static Certificates others;

  @SuppressWarnings("NullAway.Init")
  private static RulesFake temporal;

  @BeforeAll
  static void begin() throws Exception {
    ours = new Certificates(directory, "ours");
    others = new Certificates(directory, "others");
    ours.signed("server");
    ours.signed("client");
    others.signed("stranger");
    temporal =
        new RulesFake(
            GrpcSslContexts.forServer(pem("server"), ours.key("server").toFile())
                .trustManager(ours.authority().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build());
  }

  @AfterAll
  static void end() {
    temporal.close();
  }

  @AfterEach
  void nobodyAsksForAKey() {
    temporal.key(null);
  }

  private static File pem(String owner) {
    return directory.resolve(owner + ".pem").toFile();
  }

  private static TemporalAddress address(
      @Nullable Path authority, @Nullable String owner, @Nullable Supplier<String> key) {
    Certificates issuer = "stranger".equals(owner) ? others : ours;
    return new TemporalAddress(
        temporal.target(),
        true,
        authority,
        owner == null ? null : pem(owner).toPath(),
        owner == null ? null : issuer.key(owner),
        key);
  }

  private static TemporalAddress trusted(Supplier<String> key) {
    return address(ours.authority(), "client", key);
  }

  /** What comes of a signal to a workflow that nobody knows, on either channel. */
  private static CallOutcome call(TemporalChannels channels, SignalPriority priority) {
    var transport = new TemporalTransport(channels, "test");
    var signal = SignalBuilder.signal("s").to("unknown").priority(priority).build();
    return Await.result(transport.send(Calls.of(signal, "r"), DEADLINE));
  }

  private static CallOutcome call(TemporalAddress address) {
    try (var channels = new TemporalChannels(address)) {
      CallOutcome critical = call(channels, SignalPriority.CRITICAL);
      assertThat(call(channels, SignalPriority.NORMAL)).isEqualTo(critical);
      return critical;
    }
  }

  @Test
  void whoShowsACertificateIsHeard() {
    assertThat(call(address(ours.authority(), "client", null)))
        .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
  }

  @Test
  void withoutACertificateOrWithOneOfAnotherAuthorityNothingIsCalled() {
    int before = temporal.methods().size();

    assertThat(call(address(ours.authority(), null, null))).isEqualTo(CallOutcome.UNCERTAIN);
    assertThat(call(address(ours.authority(), "stranger", null))).isEqualTo(CallOutcome.UNCERTAIN);

    assertThat(temporal.methods()).hasSize(before);
  }

  @Test
  void aServerOfAnotherAuthorityIsNotBelieved() {
    int before = temporal.methods().size();

    assertThat(call(address(others.authority(), "client", null))).isEqualTo(CallOutcome.UNCERTAIN);
    assertThat(call(address(null, "client", null))).isEqualTo(CallOutcome.UNCERTAIN);

    assertThat(temporal.methods()).hasSize(before);
  }

  @Test
  void aKeyThatIsReplacedInItsFileIsTheNextCallsKey() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), "first\n");
    temporal.key("first");
    try (var channels = new TemporalChannels(trusted(new ApiKeyFile(file)))) {
      for (SignalPriority priority :
          new SignalPriority[] {SignalPriority.CRITICAL, SignalPriority.LOW}) {
        assertThat(call(channels, priority)).isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
      }
      temporal.key("second");
      assertThat(call(channels, SignalPriority.LOW)).isEqualTo(CallOutcome.DENIED);

      Files.writeString(file, "second\n");
      // a second file of the same moment would look like the first
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));

      for (SignalPriority priority :
          new SignalPriority[] {SignalPriority.CRITICAL, SignalPriority.LOW}) {
        assertThat(call(channels, priority)).isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
      }
    }
  }

  @Test
  void aKeyIsInNoErrorAndNoLog() throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = new Listener(logged);
    Logger root = LogManager.getLogManager().getLogger("");
    root.addHandler(listener);
    temporal.key("another");
    try {
      Path file = Files.writeString(directory.resolve("secret"), SECRET);
      TemporalAddress address = trusted(new ApiKeyFile(file));
      assertThat(address.toString()).doesNotContain(SECRET);
      try (var channels = new TemporalChannels(address)) {
        assertThat(call(channels, SignalPriority.LOW)).isEqualTo(CallOutcome.DENIED);
        Throwable refused =
            catchThrowable(
                () ->
                    TemporalCheck.version(channels, "default", DEADLINE)
                        .toCompletableFuture()
                        .get());
        assertThat(Throwables.getStackTrace(refused))
            .contains("UNAUTHENTICATED")
            .doesNotContain(SECRET);
      }
      assertThat(call(address(others.authority(), "client", () -> SECRET)))
          .isEqualTo(CallOutcome.UNCERTAIN);
    } finally {
      root.removeHandler(listener);
    }
    assertThat(logged).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void aKeyThatCannotBeReadIsUncertainAndACertificateSoIsToldAtTheStart() {
    assertThat(call(trusted(new ApiKeyFile(directory.resolve("nowhere")))))
        .isEqualTo(CallOutcome.UNCERTAIN);
    var address =
        new TemporalAddress(
            temporal.target(), true, directory.resolve("nowhere"), null, null, null);

    assertThatThrownBy(() -> new TemporalChannels(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a certificate or key for Temporal cannot be read");
  }

  @Test
  void aCertificateWithoutItsKeyIsToldAtTheStart() {
    Path some = directory.resolve("client.pem");

    for (Path certificate : Arrays.asList(some, null)) {
      Path key = certificate == null ? some : null;
      assertThatThrownBy(
              () -> new TemporalAddress(temporal.target(), true, null, certificate, key, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("come together");
    }
  }

  /** Hears everything that is logged. */
  private static final class Listener extends Handler {
    private final Queue<String> heard;

    Listener(Queue<String> heard) {
      this.heard = heard;
    }

    @Override
    public void publish(LogRecord line) {
      Throwable thrown = line.getThrown();
      heard.add(line.getMessage() + (thrown == null ? "" : Throwables.getStackTrace(thrown)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
