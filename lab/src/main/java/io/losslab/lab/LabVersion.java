package io.losslab.lab;

/** The lab's own version. */
public final class LabVersion {
    private LabVersion() {}

    /** From the jar's manifest; {@code development} when the classes do not come from a jar. */
    public static String current() {
        String version = LabVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
