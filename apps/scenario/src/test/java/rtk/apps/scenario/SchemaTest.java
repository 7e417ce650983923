package rtk.apps.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {
    @Test
    void theSchemaKnowsExactlyTheKeysThatTheBinderKnows() throws Exception {
        JsonNode schema;
        try (InputStream in = SchemaTest.class.getClassLoader().getResourceAsStream(ScenarioFile.SCHEMA)) {
            schema = JsonMapper.builder().build().readTree(in);
        }
        var expected = new TreeMap<String, TreeSet<String>>();
        var found = new TreeMap<String, TreeSet<String>>();
        for (Section section : Section.values()) {
            if (section == Section.COSTS || section == Section.COST) continue;
            String name = section.name().toLowerCase(java.util.Locale.ROOT);
            JsonNode node = section == Section.SCENARIO ? schema : schema.path("$defs").path(name);
            expected.put(name, new TreeSet<>(section.keys()));
            found.put(name, new TreeSet<>(node.path("properties").propertyNames()));
            assertEquals(false, node.path("additionalProperties").asBoolean(true), name);
        }

        assertEquals(expected, found);
    }
}
