package dev.holdfast.temporal.worker.flow;

/** An argument that is an object. */
public record Point(int x, int y) {}
