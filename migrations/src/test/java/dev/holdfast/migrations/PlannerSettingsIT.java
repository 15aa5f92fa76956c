package dev.holdfast.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.postgres.TestDatabase;
import dev.holdfast.testkit.postgres.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the planner may not do in functions of signals. A session plans them once, often when the
 * tables are empty and reading all of one is the cheapest; it then keeps that plan while a million
 * signals come.
 */
final class PlannerSettingsIT {

  private static final TestDatabase DATABASE = TestPostgres.freshDatabase();

  /** One plan for all parameters, made once: planning anew takes longer than what is planned. */
  private static final String ONCE = "plan_cache_mode=force_generic_plan";

  /** Never all of a table, however small it is when the plan is made. */
  private static final String BY_INDEX = "enable_seqscan=off";

  /** The first of many, in the order of an index, instead of sorting all of them. */
  private static final String IN_ORDER = "enable_sort=off";

  private static final Map<String, List<String>> SETTINGS =
      Map.of(
          "accept_signals", List.of(ONCE, BY_INDEX),
          "lane_batch", List.of(ONCE, BY_INDEX),
          "form_batch", List.of(ONCE, BY_INDEX),
          "claim_lanes", List.of(ONCE, BY_INDEX, IN_ORDER),
          "lane_signals", List.of(ONCE, BY_INDEX, IN_ORDER),
          "settle_lane", List.of(ONCE, BY_INDEX, IN_ORDER),
          "waiting_signals", List.of(ONCE, BY_INDEX, IN_ORDER));

  @BeforeAll
  static void migrate() {
    Migrations.migrate(DATABASE.jdbcUrl(), TestDatabase.USER, "postgres");
  }

  private static List<String> functions(String condition) {
    return DATABASE.column(
        """
        select p.proname from pg_proc p
        where p.pronamespace = 'holdfast'::regnamespace and (%s) order by p.proname"""
            .formatted(condition));
  }

  @Test
  void whatReadsSignalsKeepsToTheIndexesItWasWrittenFor() {
    new TreeMap<>(SETTINGS)
        .forEach(
            (function, settings) ->
                assertThat(
                        DATABASE.column(
                            "select unnest(proconfig) from pg_proc where pronamespace = 'holdfast'::regnamespace and proname = '"
                                + function
                                + "'"))
                    .as(function)
                    .containsExactlyInAnyOrderElementsOf(settings));
  }

  @Test
  void aPlanThatIsKeptNeverReadsAllSignalsOrLanes() {
    assertThat(
            functions(
                """
                p.prosrc ~ 'holdfast\\.signal' and '%s' = any (p.proconfig) and '%s' <> all (p.proconfig)"""
                    .formatted(ONCE, BY_INDEX)))
        .isEmpty();
  }

  @Test
  void settingsAreNamedHereForEachFunctionOfSignalsThatHasSome() {
    assertThat(functions("p.prosrc ~ 'holdfast\\.signal' and p.proconfig is not null"))
        .containsExactlyElementsOf(new TreeMap<>(SETTINGS).keySet());
  }
}
