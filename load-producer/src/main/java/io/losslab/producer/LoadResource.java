package io.losslab.producer;

import io.losslab.app.web.ProblemException;
import io.losslab.contract.status.LoadStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code GET /start/{tps}}, {@code GET|POST /stop}, {@code GET /status}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
class LoadResource {
    private final Load load;
    private final LoadConfig config;

    LoadResource(Load load, LoadConfig config) {
        this.load = load;
        this.config = config;
    }

    /** Parameters are taken as text, so that a bad one is answered with what is allowed and not with 404. */
    @GET
    @Path("start/{tps}")
    public LoadStatus start(
            @PathParam("tps") String tps,
            @QueryParam("valueBytes") @Nullable String valueBytes,
            @QueryParam("keys") @Nullable String keys,
            @QueryParam("duration") @Nullable String duration,
            @QueryParam("run") @Nullable String run) {
        LoadRequest request;
        try {
            request = LoadRequest.parse(tps, valueBytes, keys, duration, run, config.maxTps());
        } catch (IllegalArgumentException e) {
            throw ProblemException.badInput(String.valueOf(e.getMessage()));
        }
        return load.start(request);
    }

    @GET
    @Path("stop")
    public LoadStatus stop() {
        return load.stop();
    }

    @POST
    @Path("stop")
    public LoadStatus stopByPost() {
        return load.stop();
    }

    @GET
    @Path("status")
    public LoadStatus status() {
        return load.status();
    }
}
