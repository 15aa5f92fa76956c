package dev.holdfast.core.index;

/**
 * A vector of an item.
 *
 * @param path the field that it was made of
 * @param vector what the model made of it
 */
public record EmbeddedText(String path, Vector vector) {}
