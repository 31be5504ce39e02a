package io.losslab.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of every service. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Quarkus answers an address that is no URI by itself, without a word; the guard says what is wrong
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
