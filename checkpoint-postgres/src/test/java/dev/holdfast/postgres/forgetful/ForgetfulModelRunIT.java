package dev.holdfast.postgres.forgetful;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.ModelRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However little it remembers, a server answers as the reference does. */
final class ForgetfulModelRunIT {
  @RegisterExtension static final PostgresStores NOTHING = new PostgresStores(0, 0);
  @RegisterExtension static final PostgresStores LITTLE = new PostgresStores(3000, 1500);
  @RegisterExtension static final PostgresStores VIEWS = new PostgresStores(0, 1 << 20);
  @RegisterExtension static final PostgresStores RECORDS = new PostgresStores(1 << 20, 0);

  private static final int STEPS = 250;

  @Test
  void aServerThatRemembersNothingAnswersAsTheReference() {
    ModelRun.compare(11, STEPS, NOTHING.empty());
  }

  @Test
  void aServerThatRemembersLittleAnswersAsTheReference() {
    ModelRun.compare(12, STEPS, LITTLE.empty());
  }

  @Test
  void aServerThatRemembersThreadsOnlyAnswersAsTheReference() {
    ModelRun.compare(13, STEPS, VIEWS.empty());
  }

  @Test
  void aServerThatRemembersRecordsOnlyAnswersAsTheReference() {
    ModelRun.compare(14, STEPS, RECORDS.empty());
  }
}
