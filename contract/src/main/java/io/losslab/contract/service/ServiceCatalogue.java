package io.losslab.contract.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** All services, as {@code services.json} beside this class says; scripts read the same file. */
public final class ServiceCatalogue {
    private static final List<ServiceDescriptor> ALL = read();

    private ServiceCatalogue() {}

    private static List<ServiceDescriptor> read() {
        try (InputStream file = ServiceCatalogue.class.getResourceAsStream("services.json")) {
            return List.of(new ObjectMapper().readValue(file, ServiceDescriptor[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of their default ports. */
    public static List<ServiceDescriptor> all() {
        return ALL;
    }

    /** The one that makes the load. */
    public static ServiceDescriptor producer() {
        return ALL.stream()
                .filter(service -> service.role() == ServiceDescriptor.Role.PRODUCER)
                .findFirst()
                .orElseThrow();
    }

    /** Those that an experiment's consumers may be. */
    public static List<ServiceDescriptor> consumers() {
        return ALL.stream()
                .filter(service -> service.role() == ServiceDescriptor.Role.CONSUMER)
                .toList();
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public static ServiceDescriptor named(String name) {
        return ALL.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service is called " + name));
    }
}
