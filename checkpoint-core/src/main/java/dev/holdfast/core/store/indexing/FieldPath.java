package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.store.ItemValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A path of LangGraph's: {@code $} is the whole value, {@code a.b} an entry of an entry, {@code
 * [0]}, {@code [-1]} and {@code [*]} elements of a list, {@code *} every entry or element, {@code
 * {a,b.c}} several entries; what follows braces is ignored, as LangGraph does.
 *
 * <p>What LangGraph takes for a name although it looks like a mistake ({@code [x]}, an open
 * bracket) is refused here.
 */
public final class FieldPath {

  /** Longest path, in characters. */
  public static final int MOST_CHARACTERS = 1024;

  /** Most steps of a path, and most entries in braces. */
  public static final int MOST_STEPS = 64;

  private final List<Step> steps;

  /** One step inwards. */
  sealed interface Step {}

  /** An entry of an object. */
  record Entry(String name) implements Step {}

  /** An element of a list; negative: from the end. */
  record Element(long index) implements Step {}

  /** All elements of a list. */
  record Elements() implements Step {}

  /** All entries of an object, or elements of a list. */
  record All() implements Step {}

  /** Entries by their paths; nothing follows. */
  record Several(List<List<String>> paths) implements Step {}

  private FieldPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is none, with what is wrong with it
   */
  public static FieldPath of(String path) {
    return new FieldPath(
        path.equals(IndexDefinition.WHOLE) ? List.of() : new PathReader(path).steps());
  }

  /**
   * Reads the paths of an index or an item.
   *
   * @throws IllegalArgumentException if there are more than {@link IndexDefinition#MOST_FIELDS}, or
   *     one is none
   */
  public static List<FieldPath> all(List<String> paths) {
    if (paths.size() > IndexDefinition.MOST_FIELDS) {
      throw new IllegalArgumentException(
          "more than " + IndexDefinition.MOST_FIELDS + " paths are named");
    }
    return paths.stream().map(FieldPath::of).toList();
  }

  /** Gives each text that lies there to {@code texts}, in order; nothing where nothing lies. */
  void forEach(ItemValue value, Consumer<String> texts) {
    walk(value.entries(), 0, texts);
  }

  private void walk(@Nullable Object value, int step, Consumer<String> texts) {
    if (step == steps.size()) {
      text(value, texts);
      return;
    }
    Step next = steps.get(step);
    if (next instanceof Entry entry) {
      if (value instanceof Map<?, ?> object && object.containsKey(entry.name())) {
        walk(object.get(entry.name()), step + 1, texts);
      }
    } else if (next instanceof Several several) {
      several.paths().forEach(path -> text(entry(value, path), texts));
    } else {
      chosen(value, next).forEach(inner -> walk(inner, step + 1, texts));
    }
  }

  private static Collection<?> chosen(@Nullable Object value, Step step) {
    if (value instanceof List<?> list) {
      return step instanceof Element element ? element(list, element.index()) : list;
    }
    return value instanceof Map<?, ?> object && step instanceof All ? object.values() : List.of();
  }

  private static Collection<?> element(List<?> list, long index) {
    long place = index < 0 ? list.size() + index : index;
    return place < 0 || place >= list.size()
        ? List.of()
        : list.subList((int) place, (int) place + 1);
  }

  private static @Nullable Object entry(@Nullable Object value, List<String> path) {
    Object inner = value;
    for (String name : path) {
      inner = inner instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return inner;
  }

  private static void text(@Nullable Object value, Consumer<String> texts) {
    String scalar = PythonText.scalar(value);
    if (scalar != null) {
      texts.accept(scalar);
    } else if (value != null) {
      texts.accept(PythonText.json(value));
    }
  }
}
