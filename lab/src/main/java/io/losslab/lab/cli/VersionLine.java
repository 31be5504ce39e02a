package io.losslab.lab.cli;

import io.losslab.lab.LabVersion;
import picocli.CommandLine.IVersionProvider;

/** The lab's version and Java's. */
final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"losslab " + LabVersion.current() + " (Java " + Runtime.version() + ")"};
    }
}
