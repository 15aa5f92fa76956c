package dev.holdfast.core.imports;

import dev.holdfast.core.model.TenantId;

/**
 * Names an import, so that it can go on.
 *
 * @param tenant whose items it puts
 * @param value 1 to 1024 bytes of UTF-8
 */
public record ImportId(TenantId tenant, String value) {}
