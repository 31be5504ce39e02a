package io.losslab.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window: Debian's Chromium, or a Chrome. */
public final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Path binary;
    private final Path profile;

    private Browser(Path binary, Path profile) {
        this.binary = binary;
        this.profile = profile;
    }

    /**
     * {@code LOSSLAB_CHROMIUM}, or the first on the path.
     *
     * @param profile a folder of its own
     */
    public static Optional<Browser> installed(Path profile) {
        Stream<Path> named =
                Stream.ofNullable(System.getenv("LOSSLAB_CHROMIUM")).map(Path::of);
        Stream<Path> found = NAMES.stream().flatMap(name -> Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name)));
        return Stream.concat(named, found)
                .filter(Files::isExecutable)
                .findFirst()
                .map(binary -> new Browser(binary, profile));
    }

    /** Opens a page as somebody does who types its address; the document after its scripts have run for some seconds. */
    public String open(String url, String... options) {
        Path dom = profile.resolve("dom-" + System.nanoTime() + ".html");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-sync",
                "--user-data-dir=" + profile.resolve("profile"),
                "--virtual-time-budget=8000",
                "--dump-dom"));
        command.addAll(List.of(options));
        command.add(url);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(dom.toFile())
                    .redirectError(profile.resolve("browser.log").toFile())
                    .start();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("the browser did not end");
            }
            return Files.readString(dom, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
