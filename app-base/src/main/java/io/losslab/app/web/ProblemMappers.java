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
    Response framework(WebApplicationException e, UriInfo uri) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        String detail = e instanceof NotAllowedException
                ? uri.getRequestUri().getPath() + " does not take this method; allowed: "
                        + e.getResponse().getHeaderString(HttpHeaders.ALLOW)
                : status.getReasonPhrase() + " at " + uri.getRequestUri().getPath();
        return response(status.getStatusCode(), status.getReasonPhrase(), detail, uri, e.getResponse());
    }

    @ServerExceptionMapper
    Response unexpected(Exception e, UriInfo uri) {
        LOG.errorf(e, "%s failed", uri.getRequestUri().getPath());
        String detail = "this service failed at " + uri.getRequestUri().getPath() + " (" + e + "); its log has more";
        return response(500, "Internal Server Error", detail, uri, null);
    }

    private static Response response(
            int status, String title, String detail, UriInfo uri, @Nullable Response original) {
        String path = uri.getRequestUri().getRawPath();
        Response.ResponseBuilder answer = Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem("about:blank", title, status, detail, path));
        if (original != null && original.getHeaderString(HttpHeaders.ALLOW) != null) {
            answer.header(HttpHeaders.ALLOW, original.getHeaderString(HttpHeaders.ALLOW));
        }
        return answer.build();
    }
}
