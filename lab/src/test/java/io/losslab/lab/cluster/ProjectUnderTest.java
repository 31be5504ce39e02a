package io.losslab.lab.cluster;

import java.nio.file.Path;

/** The project these tests are part of; Maven starts them in the module's folder. */
final class ProjectUnderTest {
    static final LabHome HOME = new LabHome(Path.of("..").toAbsolutePath());

    private ProjectUnderTest() {}
}
