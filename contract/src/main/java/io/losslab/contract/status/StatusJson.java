package io.losslab.contract.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Statuses as others read them. */
public final class StatusJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusJson() {}

    /**
     * @param type {@link ConsumerStatus} or {@link LoadStatus}
     * @return null where there is nothing
     * @throws IllegalArgumentException when it is none; the message is one line
     */
    public static <S> @Nullable S read(JsonNode status, Class<S> type) {
        if (status.isMissingNode() || status.isNull()) {
            return null;
        }
        try {
            return JSON.treeToValue(status, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    public static JsonNode write(@Nullable Object status) {
        return JSON.valueToTree(status);
    }
}
