package rtk.apps.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes and reads the manifest of a run.
final class Manifest {
    private static final int CONTRACT = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Manifest() {}

    static String json(Scenario scenario, String version) {
        var source = scenario.source();
        ObjectNode root = JSON.createObjectNode();
        root.put("contract", CONTRACT);
        root.put("version", version);
        root.put("name", scenario.name());
        root.put("seed", scenario.seed());
        root.put("durationNs", scenario.durationNs());
        root.put("costs", scenario.costs().name());
        root.put("platform", scenario.costs().platform());
        root.put("file", source.file());
        root.put("scenarioHash", source.sha256());
        root.put("scenario", source.text());
        var set = root.putArray("set");
        source.overrides().forEach(set::add);
        var files = root.putArray("files");
        for (var file : source.files()) {
            files.addObject().put("path", file.path()).put("bytes", file.bytes()).put("sha256", file.sha256());
        }
        return JSON.writeValueAsString(root);
    }

    static Scenario load(String manifestJson, Path directory) throws ScenarioException {
        JsonNode root = read(manifestJson);
        SourceRoot from = directory == null ? root(root) : new SourceRoot.Directory(directory);
        Scenario scenario = parse(root, from);
        compare(root.path("files"), scenario);
        return scenario;
    }

    static Scenario loadRecorded(String manifestJson) throws ScenarioException {
        JsonNode root = read(manifestJson);
        return parse(root, new SourceRoot.Unread(root(root)));
    }

    private static SourceRoot root(JsonNode root) {
        String file = root.path("file").stringValue();
        return file.startsWith(ScenarioFile.BUILTIN)
                ? ScenarioFile.builtinRoot()
                : new SourceRoot.Directory(ScenarioFile.directory(Path.of(file)));
    }

    private static Scenario parse(JsonNode root, SourceRoot from) throws ScenarioException {
        var overrides = new ArrayList<String>();
        for (JsonNode override : root.path("set")) overrides.add(override.asString(""));
        return ScenarioFile.parse(root.path("file").stringValue(), root.path("scenario").stringValue(), from, overrides);
    }

    private static JsonNode read(String manifestJson) throws ScenarioException {
        JsonNode root;
        try {
            root = JSON.readTree(manifestJson);
        } catch (JacksonException e) {
            throw broken("no JSON");
        }
        if (!root.path("scenario").isString() || !root.path("file").isString()) throw broken("JSON without scenario");
        if (root.path("contract").asInt(0) != CONTRACT) throw broken("contract " + root.path("contract"));
        return root;
    }

    private static void compare(JsonNode recorded, Scenario scenario) throws ScenarioException {
        var problems = new ArrayList<Problem>();
        for (JsonNode then : recorded) {
            String path = then.path("path").asString("");
            if (scenario.source().files().stream().anyMatch(file -> file.path().equals(path))) continue;
            problems.add(new Problem(path, 0, 0, "no such file", then.path("sha256").asString(""),
                    "the trace was recorded with it"));
        }
        for (var file : scenario.source().files()) {
            for (JsonNode then : recorded) {
                if (!then.path("path").asString("").equals(file.path()) || then.path("sha256").asString("").equals(file.sha256()))
                    continue;
                problems.add(new Problem(file.path(), 0, 0, file.sha256(), then.path("sha256").asString(""),
                        "the file has changed since the trace was recorded"));
            }
        }
        if (!problems.isEmpty()) throw new ScenarioException(problems);
    }

    private static ScenarioException broken(String found) {
        return new ScenarioException(
                List.of(new Problem("manifest", 0, 0, found, "the manifest of a run", "is it a trace of rtk?")));
    }
}
