package dev.holdfast.core.groupcommit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds every group until the test says how it ends. */
final class HeldWriter implements GroupWriter<Op, String> {
  private record Held(List<Op> group, CompletableFuture<List<Outcome<String>>> stage) {}

  private final List<String> seen = new ArrayList<>();
  private final Deque<Held> held = new ArrayDeque<>();

  @Override
  public CompletionStage<List<Outcome<String>>> write(List<Op> group) {
    seen.add(String.join(" ", group.stream().map(Op::name).toList()));
    var stage = new CompletableFuture<List<Outcome<String>>>();
    held.add(new Held(List.copyOf(group), stage));
    return stage;
  }

  /** Every group so far, its operations joined by blanks. */
  List<String> groups() {
    return seen;
  }

  /** Commits the oldest group under way. */
  void commit() {
    Held next = held.remove();
    List<Outcome<String>> outcomes = new ArrayList<>();
    next.group().forEach(op -> outcomes.add(new Outcome.Done<>("did " + op.name())));
    next.stage().complete(outcomes);
  }

  /** Answers the oldest group under way with these outcomes. */
  void answer(List<Outcome<String>> outcomes) {
    held.remove().stage().complete(outcomes);
  }

  /** Fails the oldest group under way. */
  void fail(Throwable error) {
    held.remove().stage().completeExceptionally(error);
  }

  boolean idle() {
    return held.isEmpty();
  }
}
