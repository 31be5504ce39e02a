package io.losslab.app.web;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An RFC 9457 problem. {@code detail} is one line for a person: what is wrong, where, and what is allowed.
 *
 * @param type {@code about:blank}: the status says what kind of problem it is
 * @param instance the path that was asked for
 */
@RegisterForReflection
record Problem(String type, String title, int status, String detail, String instance) {
    static final String MEDIA_TYPE = "application/problem+json";
}
