package io.losslab.app.web;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/** Which methods of HTTP the paths of this service take: the framework says only that one is not taken. */
@Singleton
class ResourceMethods {
    private final BeanManager beans;

    ResourceMethods(BeanManager beans) {
        this.beans = beans;
    }

    /** In alphabetical order; nothing when there is no such path. */
    Set<String> allowed(String path) {
        Set<String> allowed = new TreeSet<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path root = bean.getBeanClass().getAnnotation(Path.class);
            if (root != null) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    addIfAt(path, root.value(), method, allowed);
                }
            }
        }
        return allowed;
    }

    private static void addIfAt(String path, String root, Method method, Set<String> allowed) {
        Path below = method.getAnnotation(Path.class);
        String template = "/" + root + "/" + (below == null ? "" : below.value());
        String pattern = template.replaceAll("/+", "/").replaceAll("\\{[^}]*}", "[^/]+");
        if (!path.matches(pattern + "/?")) {
            return;
        }
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod name = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (name != null) {
                allowed.add(name.value());
            }
        }
    }
}
