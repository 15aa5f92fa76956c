package dev.holdfast.server.embedding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts texts into what goes together. */
final class Batches {

  private Batches() {}

  /** In order; none is empty, and a text that is too long by itself goes alone. */
  static List<List<String>> of(List<String> texts, int mostTexts, long mostBytes) {
    List<List<String>> batches = new ArrayList<>();
    List<String> batch = new ArrayList<>();
    long bytes = 0;
    for (String text : texts) {
      long more = text.getBytes(StandardCharsets.UTF_8).length;
      if (!batch.isEmpty() && (batch.size() == mostTexts || bytes + more > mostBytes)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(text);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
