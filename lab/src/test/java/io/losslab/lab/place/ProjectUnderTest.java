package io.losslab.lab.place;

import io.losslab.lab.process.LabHome;
import java.nio.file.Path;

/** The project these tests are part of; Maven starts them in the module's folder. */
final class ProjectUnderTest {
    static final LabHome HOME = new LabHome(Path.of("..").toAbsolutePath());

    private ProjectUnderTest() {}
}
