package dev.holdfast.server.http;

import dev.holdfast.core.model.TenantId;

/** Whose request it is. */
final class Tenants {

  /** Everybody's, as long as there is one tenant. */
  static final TenantId DEFAULT = new TenantId("default");

  private Tenants() {}
}
