package io.losslab.lab.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules of the project, as its POMs say: nothing about them is written down a second time.
 *
 * @param needs of each module, the modules that its POM names as dependencies, outside of profiles
 * @param apps those that are Quarkus applications
 */
record Modules(Path root, Map<String, List<String>> needs, List<String> apps) {
    private static final Pattern PASSED_OVER = Pattern.compile("(?s)<!--.*?-->|<profiles>.*?</profiles>");
    private static final Pattern MODULE_NAME = Pattern.compile("<module>\\s*([^<\\s]+)\\s*</module>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>\\s*losslab-([^<\\s]+)\\s*</artifactId>");

    static Modules of(Path root) throws IOException, Build.Failure {
        List<String> names = all(MODULE_NAME, pom(root));
        Map<String, List<String>> needs = new LinkedHashMap<>();
        List<String> apps = new ArrayList<>();
        for (String name : names) {
            String pom = pom(root.resolve(name));
            needs.put(
                    name,
                    all(ARTIFACT, pom).stream()
                            .filter(names::contains)
                            .filter(other -> !other.equals(name))
                            .toList());
            if (pom.contains("<artifactId>quarkus-maven-plugin</artifactId>")) {
                apps.add(name);
            }
        }
        if (!needs.containsKey("lab")) {
            throw new Build.Failure("no module lab in " + root.resolve("pom.xml"));
        }
        return new Modules(root, needs, apps);
    }

    private static String pom(Path folder) throws IOException, Build.Failure {
        Path pom = folder.resolve("pom.xml");
        if (!Files.exists(pom)) {
            throw new Build.Failure("no " + pom + "; is this a whole checkout?");
        }
        return PASSED_OVER.matcher(Files.readString(pom)).replaceAll("");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }

    /** What experiments are run with: the lab, the broker and every service. */
    List<String> toRun() {
        List<String> modules = new ArrayList<>(List.of("lab"));
        modules.addAll(needs.keySet().stream()
                .filter(name -> name.equals("broker") || apps.contains(name))
                .toList());
        return modules;
    }

    /** Those modules and all that they need, in the order of the root POM. */
    List<String> withThoseTheyNeed(List<String> wanted) {
        List<String> found = new ArrayList<>(wanted);
        for (int i = 0; i < found.size(); i++) {
            needs.get(found.get(i)).stream()
                    .filter(other -> !found.contains(other))
                    .forEach(found::add);
        }
        return needs.keySet().stream().filter(found::contains).toList();
    }

    /** What a build of those modules is made of: files and folders. */
    List<String> inputs(List<String> modules) {
        return Stream.concat(
                        Stream.of(root.resolve("pom.xml")),
                        modules.stream()
                                .flatMap(name -> Stream.of(
                                        root.resolve(name).resolve("pom.xml"),
                                        root.resolve(name).resolve("src/main"))))
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
    }

    /** What a build of those modules leaves: the lab's jar comes first. */
    List<String> outputs(List<String> modules) throws IOException {
        List<String> outputs = new ArrayList<>();
        Path target = root.resolve("lab/target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                files.filter(file -> file.getFileName().toString().matches("losslab-lab-[0-9].*\\.jar"))
                        .max(Comparator.comparing(file -> file.toFile().lastModified()))
                        .ifPresent(jar -> outputs.add(jar.toString()));
            }
        }
        outputs.add(root.resolve("lab/target/libs").toString());
        for (String module : modules) {
            if (apps.contains(module)) {
                outputs.add(root.resolve(module)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString());
            } else if (module.equals("broker")) {
                outputs.add(root.resolve("broker/target/libs").toString());
            }
        }
        return outputs;
    }
}
