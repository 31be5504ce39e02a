package io.losslab.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The descriptors say what holds, and whatever has to name each service does. */
class ServiceCatalogueTest {
    private static final Path ROOT = Path.of("..");
    /** Files that cannot read the descriptors, and have to name every service. */
    private static final List<String> NAMING = List.of(
            "deploy/compose.yaml",
            "deploy/cluster.yaml",
            "deploy/kubernetes/base/kustomization.yaml",
            "observability/prometheus/prometheus.yml",
            ".github/dependabot.yml",
            ".github/workflows/ci.yml",
            "docs/by-hand.md",
            "docs/architecture.md");

    static Stream<ServiceDescriptor> services() {
        return ServiceCatalogue.all().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsModuleSaysTheSame(ServiceDescriptor service) throws IOException {
        assertThat(ROOT.resolve(service.name()).resolve("src/main/resources/application.properties"))
                .as("module " + service.name() + " of services.json")
                .isRegularFile();
        Properties said = new Properties();
        try (Reader file = Files.newBufferedReader(
                ROOT.resolve(service.name()).resolve("src/main/resources/application.properties"))) {
            said.load(file);
        }

        assertThat(said.getProperty("quarkus.application.name")).isEqualTo(service.name());
        assertThat(said.getProperty("quarkus.http.port")).isEqualTo(Integer.toString(service.port()));
        assertThat(said.getProperty(service.channelPrefix() + "connector")).isEqualTo("smallrye-kafka");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatHasToNameItDoes(ServiceDescriptor service) throws IOException {
        Pattern name = Pattern.compile("(?<![a-z-])" + Pattern.quote(service.name()) + "(?![a-z])");
        List<String> silent = new ArrayList<>();
        for (String file : NAMING) {
            if (!name.matcher(Files.readString(ROOT.resolve(file))).find()) {
                silent.add(file);
            }
        }
        assertThat(silent)
                .as("files that have to name " + service.name() + ", and do not")
                .isEmpty();
        String port = "${" + service.portName().toUpperCase(Locale.ROOT) + "_PORT:-" + service.port() + "}:";
        assertThat(Files.readString(ROOT.resolve("deploy/compose.yaml")).contains(port))
                .as("deploy/compose.yaml has " + port)
                .isTrue();
    }

    @Test
    void everyModuleThatIsAnApplicationHasADescriptor() throws IOException {
        List<String> apps;
        try (Stream<Path> modules = Files.list(ROOT)) {
            apps = modules.filter(module -> Files.exists(module.resolve("src/main/docker/Dockerfile.jvm")))
                    .map(module -> module.getFileName().toString())
                    .toList();
        }

        assertThat(services().map(ServiceDescriptor::name))
                .as("services.json: each module that has src/main/docker/Dockerfile.jvm, and no other")
                .containsExactlyInAnyOrderElementsOf(apps);
    }

    @Test
    void namesAndPortsAreGivenOnce() {
        assertThat(services().map(ServiceDescriptor::name)).doesNotHaveDuplicates();
        assertThat(services().map(ServiceDescriptor::portName)).doesNotHaveDuplicates();
        assertThat(services().map(ServiceDescriptor::port))
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(services().filter(service -> service.role() == ServiceDescriptor.Role.PRODUCER))
                .hasSize(1);
    }
}
