package rtk.apps.verify.bound;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Published cases. A test that needs them is skipped where they are absent.
public final class Vectors {
    private Vectors() {}

    /// The file whose name starts with `id` and an underscore.
    public static JsonNode file(String folder, String id) throws IOException {
        Path path = Path.of(System.getProperty("rtk.shared", ""), "vectors", folder);
        assumeTrue(Files.isDirectory(path), "no published vectors here: " + path);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, id + "_*.json")) {
            return JsonMapper.shared().readTree(Files.readString(files.iterator().next()));
        }
    }

    /// Tasks as they list them, the first the most urgent: C, T, and J and B where given.
    static List<Load> loads(JsonNode tasks) {
        var loads = new ArrayList<Load>();
        for (JsonNode task : tasks) {
            loads.add(new Load(tasks.size() - loads.size(), task.get("C").longValue(), task.get("T").longValue(),
                    task.path("J").longValue(0), task.path("B").longValue(0), 0));
        }
        return loads;
    }

    /// Numbers, with [Response#NONE] for null.
    public static List<Long> numbers(JsonNode array) {
        var numbers = new ArrayList<Long>();
        for (JsonNode number : array) numbers.add(number.isNull() ? Response.NONE : number.longValue());
        return numbers;
    }
}
