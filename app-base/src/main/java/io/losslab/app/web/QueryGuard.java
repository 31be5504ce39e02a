package io.losslab.app.web;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** A parameter that is misspelt, empty or doubled would be passed over, and a load without an end would begin. */
class QueryGuard {
    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo resource) {
        List<String> known = Arrays.stream(resource.getResourceMethod().getParameters())
                .map(QueryGuard::name)
                .filter(Objects::nonNull)
                .toList();
        problem(request.getUriInfo().getQueryParameters(), known).ifPresent(text -> {
            throw ProblemException.badInput(text);
        });
    }

    private static @Nullable String name(Parameter parameter) {
        QueryParam annotation = parameter.getAnnotation(QueryParam.class);
        return annotation == null ? null : annotation.value();
    }

    static Optional<String> problem(Map<String, List<String>> given, List<String> known) {
        for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
            String name = parameter.getKey();
            if (!known.contains(name)) {
                return Optional.of("unknown parameter '" + name + "'; allowed: "
                        + (known.isEmpty() ? "none here" : String.join(", ", known)));
            }
            if (parameter.getValue().size() > 1) {
                return Optional.of("parameter '" + name + "' is there "
                        + parameter.getValue().size() + " times; allowed: once");
            }
            if (parameter.getValue().get(0).isBlank()) {
                return Optional.of("parameter '" + name + "' is empty; allowed: a value, or no such parameter");
            }
        }
        return Optional.empty();
    }
}
