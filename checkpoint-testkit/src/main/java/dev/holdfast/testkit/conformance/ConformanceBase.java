package dev.holdfast.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.WritesPut;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.PutBuilder;
import dev.holdfast.testkit.gen.WritesBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the suites have in common: empty storage for each test, and calls that wait. */
public abstract class ConformanceBase {
  /** The stores of the running test. */
  @SuppressWarnings("NullAway.Init")
  protected Stores stores;

  /** Ports over empty storage; asked for once by each test. */
  protected abstract Stores stores();

  @BeforeEach
  final void openStores() {
    stores = stores();
  }

  static <T> T await(CompletionStage<T> stage) {
    return Await.result(stage);
  }

  /** Writes one group. */
  List<Outcome<Appended>> group(Append... operations) {
    return await(stores.writer().write(List.of(operations)));
  }

  Appended.CheckpointStored commit(PutBuilder builder) {
    CheckpointPut put = builder.build();
    return (Appended.CheckpointStored) done(group(put).get(0));
  }

  Incarnation commit(WritesBuilder builder) {
    WritesPut call = builder.build();
    return done(group(call).get(0)).incarnation();
  }

  static Appended done(Outcome<Appended> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<Appended>) outcome).result();
  }

  static Failure refused(Outcome<Appended> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<Appended>) outcome).failure();
  }

  static Code failureOf(CompletionStage<?> stage) {
    return catchThrowableOfType(Failure.class, () -> await(stage)).code();
  }

  Optional<CheckpointTuple> find(NamespaceKey place, @Nullable String id) {
    return await(stores.reader().find(place, id == null ? null : Fixtures.id(id), Map.of(), false));
  }

  CheckpointTuple found(NamespaceKey place, @Nullable String id) {
    return find(place, id).orElseThrow(() -> new AssertionError("no checkpoint " + id));
  }
}
