package io.losslab.app.web;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Every error of the REST interface as a problem, those of the framework included. */
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ResourceMethods resources;

    ProblemMappers(ResourceMethods resources) {
        this.resources = resources;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e, UriInfo uri) {
        return response(
                e.status().getStatusCode(), e.status().getReasonPhrase(), String.valueOf(e.getMessage()), uri, null);
    }

    @ServerExceptionMapper
    Response unknownPath(NotFoundException e, UriInfo uri) {
        return response(404, "Not Found", "nothing is at " + uri.getRequestUri().getPath(), uri, null);
    }

    @ServerExceptionMapper
    Response otherMethod(NotAllowedException e, UriInfo uri) {
        String path = uri.getRequestUri().getPath();
        String allowed = String.join(", ", resources.allowed(path));
        return response(
                405, "Method Not Allowed", path + " does not take this method; allowed: " + allowed, uri, allowed);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e, UriInfo uri) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        String detail = status.getReasonPhrase() + " at " + uri.getRequestUri().getPath();
        return response(status.getStatusCode(), status.getReasonPhrase(), detail, uri, null);
    }

    @ServerExceptionMapper
    Response unexpected(Exception e, UriInfo uri) {
        LOG.errorf(e, "%s failed", uri.getRequestUri().getPath());
        String detail = "this service failed at " + uri.getRequestUri().getPath() + " (" + e + "); its log has more";
        return response(500, "Internal Server Error", detail, uri, null);
    }

    private static Response response(int status, String title, String detail, UriInfo uri, @Nullable String allowed) {
        String path = uri.getRequestUri().getRawPath();
        Response.ResponseBuilder answer = Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem("about:blank", title, status, detail, path));
        if (allowed != null) {
            answer.header(HttpHeaders.ALLOW, allowed);
        }
        return answer.build();
    }
}
