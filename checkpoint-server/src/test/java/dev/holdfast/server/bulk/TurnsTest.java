package dev.holdfast.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void whoIsOneTooManyComesBack() {
    var turns = new Turns(2);
    Turns.Turn first = turns.take();
    turns.take();

    assertThat(catchThrowableOfType(Failure.class, turns::take).code()).isEqualTo(Code.OVERLOADED);
    first.end();
    first.end();
    turns.take();
    assertThat(catchThrowableOfType(Failure.class, turns::take).code()).isEqualTo(Code.OVERLOADED);
  }
}
