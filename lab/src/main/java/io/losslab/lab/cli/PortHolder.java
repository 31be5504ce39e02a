package io.losslab.lab.cli;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the process that listens on a port, with the tools of Linux or macOS. */
final class PortHolder {
    private static final Pattern SS = Pattern.compile("pid=(\\d+)");
    private static final Pattern LSOF = Pattern.compile("(?m)^p(\\d+)$");

    private PortHolder() {}

    /** Its id; empty where no tool is there or none may tell (a process of another user). */
    static OptionalLong pid(int port) {
        OptionalLong found = first(SS, CommandOutput.of("ss", "-ltnpH", "sport", "=", ":" + port));
        return found.isPresent()
                ? found
                : first(LSOF, CommandOutput.of("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fp"));
    }

    private static OptionalLong first(Pattern pattern, Optional<String> output) {
        Matcher matcher = pattern.matcher(output.orElse(""));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
