package io.losslab.consumer.slow;

import io.losslab.app.consume.ConsumerSession;
import io.losslab.app.web.ProblemException;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.text.DurationText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /status} and {@code PUT /delay/{duration}}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
class SlowConsumerResource {
    private final ConsumerSession session;
    private final SlowConsumer consumer;

    SlowConsumerResource(ConsumerSession session, SlowConsumer consumer) {
        this.session = session;
        this.consumer = consumer;
    }

    @GET
    @Path("status")
    public ConsumerStatus status() {
        return session.status(consumer.delay().toNanos() / 1e6);
    }

    @PUT
    @Path("delay/{duration}")
    public ConsumerStatus delay(@PathParam("duration") String duration) {
        try {
            consumer.delay(DurationText.parse(duration));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badInput("delay: " + e.getMessage());
        }
        return status();
    }
}
