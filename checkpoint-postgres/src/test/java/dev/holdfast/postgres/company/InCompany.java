package dev.holdfast.postgres.company;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes every group together with an append of another thread: a checkpoint that is put by itself
 * takes another way through the database than one among others.
 */
final class InCompany implements CheckpointWriter {

  private final CheckpointWriter writer;

  private InCompany(CheckpointWriter writer) {
    this.writer = writer;
  }

  static Stores of(Stores stores) {
    return new Stores(new InCompany(stores.writer()), stores.reader(), stores.threads());
  }

  @Override
  public CompletionStage<List<Outcome<Committed>>> commit(List<Commit> group) {
    List<Commit> together = new ArrayList<>(group);
    Append company =
        Fixtures.writes(Fixtures.root("company"), "1").add("task", 0, "channel", "text").build();
    together.add(new Commit(company, List.of()));
    return writer.commit(together).thenApply(outcomes -> outcomes.subList(0, group.size()));
  }
}
