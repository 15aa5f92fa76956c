package dev.holdfast.core.model;

/**
 * Orders what one saver sends, so that a late repeat never replaces newer data.
 *
 * <p>Compared only within one session: of two rows for the same key the higher sequence stays,
 * whichever arrives last.
 *
 * @param session drawn at random once by each saver, positive
 * @param sequence increases with every operation of that session
 */
public record Stamp(long session, long sequence) {}
