package dev.holdfast.server.http;

import dev.holdfast.core.model.TenantId;

/** Whose request it is. */
public final class Tenants {

  /** Everybody's, as long as there is one tenant. */
  public static final TenantId DEFAULT = new TenantId("default");

  private Tenants() {}
}
