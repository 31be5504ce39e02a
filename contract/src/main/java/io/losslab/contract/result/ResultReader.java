package io.losslab.contract.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads results of any version and any origin: what is missing, or not of its type, is null, and the rest is read. */
public final class ResultReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .withCoercionConfig(
                    LogicalType.Integer, no -> no.setCoercion(CoercionInputShape.String, CoercionAction.AsNull))
            .withCoercionConfig(
                    LogicalType.Float, no -> no.setCoercion(CoercionInputShape.String, CoercionAction.AsNull))
            .withCoercionConfig(
                    LogicalType.Boolean, no -> no.setCoercion(CoercionInputShape.String, CoercionAction.AsNull)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.AsNull))
            .withCoercionConfig(
                    LogicalType.POJO, no -> no.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsNull))
            .addHandler(new Unknown())
            .build();

    private ResultReader() {}

    /**
     * @param type of this package
     * @return null where there is nothing of this type
     */
    public static <T> @Nullable T read(JsonNode node, Class<T> type) {
        if (!node.isObject()) {
            return null;
        }
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The elements of a list, those left out that are not of the type. */
    public static <T> List<T> list(JsonNode array, Class<T> type) {
        List<T> all = new ArrayList<>();
        for (JsonNode node : array) {
            T one = read(node, type);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    private static final class Unknown extends DeserializationProblemHandler {
        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String message)
                throws IOException {
            parser.skipChildren();
            return null;
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                @Nullable ValueInstantiator instantiator,
                JsonParser parser,
                String message)
                throws IOException {
            parser.skipChildren();
            return null;
        }

        @Override
        public @Nullable Object handleWeirdNumberValue(
                DeserializationContext context, Class<?> type, Number value, String message) {
            return null;
        }

        @Override
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String message) {
            return null;
        }
    }
}
