package rtk.trace.mqtt;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON payloads. Made on first use, which costs about a tenth of a second.
final class Json {
    static final int CONTRACT = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /// An object that starts as every object of ours does.
    static ObjectNode object(long seq, long simNs) {
        return MAPPER.createObjectNode().put("contract", CONTRACT).put("seq", seq).put("simNs", simNs);
    }

    static byte[] bytes(ObjectNode object) { return MAPPER.writeValueAsBytes(object); }

    /// @return null if `payload` is no JSON
    static JsonNode parse(byte[] payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (JacksonException e) {
            return null;
        }
    }
}
