package dev.holdfast.core.store.indexing;

import dev.holdfast.core.store.indexing.FieldPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes one path apart. */
final class PathReader {
  private static final Pattern INDEX = Pattern.compile("-?[0-9]{1,10}");

  private final String path;
  private final List<Step> steps = new ArrayList<>();
  private int at;

  PathReader(String path) {
    this.path = path;
    if (path.isEmpty() || path.length() > FieldPath.MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a path has 1 to " + FieldPath.MOST_CHARACTERS + " characters");
    }
    if (path.chars().anyMatch(unit -> unit == 0) || !wellFormed(path)) {
      throw new IllegalArgumentException("a path holds neither U+0000 nor a lone surrogate");
    }
  }

  private static boolean wellFormed(String path) {
    return path.codePoints()
        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  List<Step> steps() {
    while (at < path.length()) {
      switch (path.charAt(at)) {
        case '.' -> at++;
        case '[' -> add(element(inside(']')));
        case '{' -> add(several(inside('}')));
        default -> add(entry(name()));
      }
    }
    return steps;
  }

  private void add(Step step) {
    if (steps.size() == FieldPath.MOST_STEPS) {
      throw new IllegalArgumentException("a path has at most " + FieldPath.MOST_STEPS + " steps");
    }
    steps.add(step);
  }

  private String name() {
    int begin = at;
    while (at < path.length() && ".[{".indexOf(path.charAt(at)) < 0) {
      at++;
    }
    return path.substring(begin, at);
  }

  private String inside(char close) {
    int end = path.indexOf(close, at);
    if (end < 0) {
      throw new IllegalArgumentException("a bracket or brace of a path is not closed");
    }
    String inside = path.substring(at + 1, end);
    at = end + 1;
    return inside;
  }

  private static Step entry(String name) {
    return name.equals("*") ? new FieldPath.All() : new FieldPath.Entry(name);
  }

  private static Step element(String index) {
    if (index.equals("*")) {
      return new FieldPath.Elements();
    } else if (!INDEX.matcher(index).matches()) {
      throw new IllegalArgumentException("brackets of a path hold a number or *");
    }
    return new FieldPath.Element(Long.parseLong(index));
  }

  private static Step several(String inside) {
    if (inside.chars().anyMatch(unit -> "[]{}*".indexOf(unit) >= 0)) {
      throw new IllegalArgumentException("braces of a path hold names with dots and commas");
    }
    List<List<String>> paths = new ArrayList<>();
    for (String field : inside.split(",", FieldPath.MOST_STEPS + 1)) {
      List<String> names = new ArrayList<>(List.of(field.strip().split("\\.")));
      names.removeIf(String::isEmpty);
      if (!names.isEmpty()) {
        paths.add(List.copyOf(names));
      }
    }
    if (paths.size() > FieldPath.MOST_STEPS) {
      throw new IllegalArgumentException(
          "braces of a path hold at most " + FieldPath.MOST_STEPS + " names");
    }
    return new FieldPath.Several(paths);
  }
}
