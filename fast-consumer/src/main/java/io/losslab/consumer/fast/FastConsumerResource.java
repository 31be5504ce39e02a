package io.losslab.consumer.fast;

import io.losslab.app.consume.ConsumerSession;
import io.losslab.contract.status.ConsumerStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /status}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
class FastConsumerResource {
    private final ConsumerSession session;

    FastConsumerResource(ConsumerSession session) {
        this.session = session;
    }

    @GET
    @Path("status")
    public ConsumerStatus status() {
        return session.status(null);
    }
}
