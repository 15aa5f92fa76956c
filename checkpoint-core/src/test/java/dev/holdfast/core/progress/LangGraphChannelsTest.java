package dev.holdfast.core.progress;

import static dev.holdfast.core.progress.Judged.collected;
import static dev.holdfast.core.progress.Judged.empty;
import static dev.holdfast.core.progress.Judged.valued;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values are what LangGraph's serializer makes of such channels. */
class LangGraphChannelsTest {

  private static final String MSGPACK = "msgpack";
  private static final String SENDS = "__pregel_tasks";
  private static final String NO_SENDS = "90";
  private static final String ONE_SEND =
      "91c71a0193af6c616e6767726170682e7479706573a453656e6492a17701";
  private static final String JOIN = "join:a+b:c";
  private static final String NOBODY = "c70f0093a86275696c74696e73a373657490";
  private static final String A = "c7110093a86275696c74696e73a373657491a161";
  private static final String A_AND_B = "c7130093a86275696c74696e73a373657492a162a161";

  @Test
  void aTaskIsToRunWhileItsChannelHasAValue() {
    for (String channel : List.of("__start__", "branch:to:a", "branch:to:")) {
      assertThat(valued("said", channel).progress()).as(channel).isEqualTo(Progress.PENDING);
      assertThat(empty(channel).with("said").progress()).as(channel).isEqualTo(Progress.FINISHED);
    }
  }

  @Test
  void oneOfManyIsEnough() {
    assertThat(empty("__start__", "branch:to:a").with("branch:to:c", "said").progress())
        .isEqualTo(Progress.PENDING);
  }

  @Test
  void otherNamesTellNothing() {
    for (String channel :
        List.of("said", "start", "__start__x", "branch:a", "joined", "__pregel_tasks_")) {
      assertThat(valued(channel).progress()).as(channel).isEqualTo(Progress.UNKNOWN);
      assertThat(empty("__start__").with(channel).progress())
          .as(channel)
          .isEqualTo(Progress.FINISHED);
    }
    assertThat(valued().progress()).isEqualTo(Progress.UNKNOWN);
  }

  @Test
  void sendsAreToRunUnlessTheirListIsEmpty() {
    assertThat(collected(SENDS, MSGPACK, NO_SENDS).progress()).isEqualTo(Progress.FINISHED);
    assertThat(collected(SENDS, MSGPACK, ONE_SEND).progress()).isEqualTo(Progress.PENDING);
  }

  @Test
  void aJoinIsToRunWhenAllHaveCome() {
    assertThat(collected(JOIN, MSGPACK, NOBODY).progress()).isEqualTo(Progress.FINISHED);
    assertThat(collected(JOIN, MSGPACK, A).progress()).isEqualTo(Progress.FINISHED);
    assertThat(collected(JOIN, MSGPACK, A_AND_B).progress()).isEqualTo(Progress.PENDING);
    assertThat(collected("join:a:c", MSGPACK, A).progress()).isEqualTo(Progress.PENDING);
    assertThat(collected("join:", MSGPACK, NOBODY).progress()).isEqualTo(Progress.FINISHED);
  }

  @Test
  void aJoinThatIsLeftToTheEndIsAPair() {
    assertThat(collected(JOIN, MSGPACK, "92" + NOBODY + "c2").progress())
        .isEqualTo(Progress.FINISHED);
    assertThat(collected(JOIN, MSGPACK, "92" + A + "c2").progress()).isEqualTo(Progress.FINISHED);
    assertThat(collected(JOIN, MSGPACK, "92" + A_AND_B + "c3").progress())
        .isEqualTo(Progress.PENDING);
  }

  @Test
  void whatIsAsItWasHasBeenUsedUp() {
    assertThat(empty("__start__").with(SENDS, JOIN).progress()).isEqualTo(Progress.FINISHED);
    assertThat(valued(SENDS).progress()).isEqualTo(Progress.FINISHED);
  }

  @Test
  void ofAnotherCodecItIsUnknownUnlessSomethingElseIsToRun() {
    for (String codec : List.of("msgpack+aes", "json", "null")) {
      assertThat(collected(SENDS, codec, NO_SENDS).progress())
          .as(codec)
          .isEqualTo(Progress.UNKNOWN);
      assertThat(collected(SENDS, codec, NO_SENDS).with("branch:to:a").progress())
          .as(codec)
          .isEqualTo(Progress.PENDING);
    }
  }

  @Test
  void aJoinHasItsFullLengthWithNamesOfAnyNumberAndLength() {
    for (int nodes : new int[] {1, 2, 9, 15, 16, 30}) {
      for (int more : new int[] {0, 20, 29, 30, 31, 32, 100, 252, 253, 254, 255, 300}) {
        String[] names = new String[nodes];
        Arrays.setAll(names, n -> "n" + n + "x".repeat(more));
        String join = "join:" + String.join("+", names) + ":end";
        String full = PythonSet.of(names);
        String partly = PythonSet.of(Arrays.copyOf(names, nodes - 1));

        assertThat(collected(join, MSGPACK, full).progress()).as(join).isEqualTo(Progress.PENDING);
        assertThat(collected(join, MSGPACK, partly).progress())
            .as(join)
            .isEqualTo(Progress.FINISHED);
      }
    }
  }
}
