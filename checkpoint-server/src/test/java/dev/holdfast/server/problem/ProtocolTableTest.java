package dev.holdfast.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of problems in docs/protocol.md is what the server does. */
class ProtocolTableTest {

  private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
  private static final Pattern ROW =
      Pattern.compile("\\| (`[a-z-]+`(?:(?:, | / )`[a-z-]+`)*) \\| ([0-9 /]+) \\| ([a-z_]+) \\|.*");

  /** Status and retry class of each code. */
  private static Map<String, String> table() throws IOException {
    Map<String, String> table = new HashMap<>();
    for (String line : Files.readAllLines(PROTOCOL)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String[] codes = row.group(1).replace("`", "").split(", | / ", -1);
        String[] statuses = row.group(2).split(" / ", -1);
        for (int i = 0; i < codes.length; i++) {
          table.put(codes[i], statuses[Math.min(i, statuses.length - 1)] + " " + row.group(3));
        }
      }
    }
    return table;
  }

  @ParameterizedTest
  @EnumSource
  void aFailureLooksAsTheProtocolSays(Code code) throws IOException {
    Problem problem = Problem.of(new Failure.Plain(code, "a sentence"), "0123456789abcdef");

    String name = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(problem.status() + " " + problem.fields().get("retry")).isEqualTo(table().get(name));
    assertThat(Contract.errors("Problem", Codec.read(Format.JSON, ReplyEncoder.problem(problem))))
        .isEmpty();
  }

  @Test
  void theTableHoldsTheCodesOfTheDocument() throws IOException {
    var documented = new TreeSet<String>();
    Contract.DOCUMENT
        .at("/components/schemas/Problem/properties/code/enum")
        .forEach(code -> documented.add(code.asText()));

    assertThat(table().keySet()).isEqualTo(documented);
  }
}
