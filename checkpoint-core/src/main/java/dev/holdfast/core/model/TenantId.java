package dev.holdfast.core.model;

/**
 * Isolation boundary above threads.
 *
 * @param value name of the tenant; {@code default} where there is only one
 */
public record TenantId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
