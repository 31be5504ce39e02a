package io.losslab.lab.place;

import io.losslab.lab.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An authority of the test's own, made by the JDK's keytool, and a broker's certificate for 127.0.0.1 by it. The stores'
 * password is read from a file, as it must not stand in a command line.
 */
final class Certificates {
    private final Path dir;
    private final Path password;

    Certificates(Path dir, String storePassword) throws IOException, InterruptedException {
        this.dir = dir;
        password = dir.resolve("store-password");
        Folders.writePrivate(password, storePassword);
        make("ca.p12", "ca", "CN=a test's authority", "bc:c");
        keytool(
                "ca.p12",
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-file",
                authority().toString());
        make("broker.p12", "broker", "CN=a test's broker", "san=ip:127.0.0.1");
        keytool("broker.p12", "-certreq", "-alias", "broker", "-file", path("broker.csr"));
        keytool(
                "ca.p12",
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=ip:127.0.0.1",
                "-infile",
                path("broker.csr"),
                "-outfile",
                path("broker.pem"));
        keytool(
                "broker.p12",
                "-importcert",
                "-noprompt",
                "-alias",
                "ca",
                "-file",
                authority().toString());
        keytool("broker.p12", "-importcert", "-noprompt", "-alias", "broker", "-file", path("broker.pem"));
    }

    /** In PEM: what clients trust. */
    Path authority() {
        return dir.resolve("ca.pem");
    }

    Path brokerStore() {
        return dir.resolve("broker.p12");
    }

    private String path(String name) {
        return dir.resolve(name).toString();
    }

    private void make(String store, String alias, String subject, String extension)
            throws IOException, InterruptedException {
        keytool(
                store,
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                subject,
                "-ext",
                extension,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2");
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-keystore", path(store), "-storetype", "PKCS12", "-storepass:file", password.toString()));
        Path said = dir.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + ": " + Files.readString(said));
        }
    }
}
