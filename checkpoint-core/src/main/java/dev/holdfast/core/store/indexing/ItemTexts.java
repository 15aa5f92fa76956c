package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What an item is found by: the texts at its paths. */
final class ItemTexts {

  /** Most texts of an item. */
  static final int MOST_TEXTS = 256;

  /** Most characters of them together. */
  static final int MOST_CHARACTERS = 4 << 20;

  /** Of these its words are made: a tsvector holds at most a mebibyte. */
  static final int MOST_WORD_CHARACTERS = 64 << 10;

  private final List<Text> texts = new ArrayList<>();
  private int characters;

  /** A text and where it lies. */
  private record Text(String path, String text) {}

  /**
   * Takes the texts out of a value.
   *
   * @param paths valid ones; a repeated one counts once
   * @throws Failure if they are too many, or too long together
   */
  static ItemTexts of(ItemValue value, List<String> paths) {
    var found = new ItemTexts();
    for (String path : new LinkedHashSet<>(paths)) {
      FieldPath.of(path).forEach(value, text -> found.add(path, text));
    }
    return found;
  }

  private void add(String path, String text) {
    if (texts.size() == MOST_TEXTS) {
      throw new Failure.LimitExceeded("item_texts", MOST_TEXTS);
    }
    if (text.length() > MOST_CHARACTERS - characters) {
      throw new Failure.LimitExceeded("item_text_characters", MOST_CHARACTERS);
    }
    characters += text.length();
    texts.add(new Text(path, text));
  }

  /** Adds those that are to be embedded: an empty text means nothing. */
  void addTo(Set<String> all) {
    for (Text text : texts) {
      if (!text.text().isEmpty()) {
        all.add(text.text());
      }
    }
  }

  /** The vectors of what {@link #addTo} gave. */
  List<EmbeddedText> embedded(Function<String, Vector> vectors) {
    return texts.stream()
        .filter(text -> !text.text().isEmpty())
        .map(text -> new EmbeddedText(text.path(), vectors.apply(text.text())))
        .toList();
  }

  /** Whether there is nothing to find the item by. */
  boolean isEmpty() {
    return texts.stream().allMatch(text -> text.text().isEmpty());
  }

  /** The texts one after the other, cut off where they are too long for words. */
  String words() {
    var words = new StringBuilder();
    for (Text text : texts) {
      words.append(words.isEmpty() ? "" : "\n").append(text.text());
      if (words.length() > MOST_WORD_CHARACTERS) {
        boolean pair = Character.isHighSurrogate(words.charAt(MOST_WORD_CHARACTERS - 1));
        words.setLength(pair ? MOST_WORD_CHARACTERS - 1 : MOST_WORD_CHARACTERS);
        break;
      }
    }
    return words.toString();
  }
}
