package rtk.apps.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an earlier verification had, to be held against this one.
///
/// @param allowed what a number may grow, as a part of what it was
record Baseline(JsonNode document, double allowed) {
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");

    /// A number that is worse than it was.
    ///
    /// @param was ns, or a count
    /// @param is null if it is not there any more
    record Regression(String what, String number, long was, Long is) {
        @Override
        public String toString() {
            return what + " " + number + (is == null
                    ? " is not there any more"
                    : String.format(Locale.ROOT, " was %d, is %d (+%.2f%%)", was, is,
                            was == 0 ? 100.0 : 100.0 * (is - was) / was));
        }
    }

    /// @param file that `rtk verify --json` or `--out` wrote
    /// @param tolerance such as `5%`
    static Baseline read(Path file, String tolerance) throws IOException {
        if (!tolerance.matches("[0-9]{1,4}(\\.[0-9]{1,4})?%"))
            throw new Failure(ExitCode.USAGE, "--tolerance: found " + tolerance + ", expected a percentage such as 5%");
        double allowed = Double.parseDouble(tolerance.substring(0, tolerance.length() - 1)) / 100;
        try {
            JsonNode document = JsonMapper.shared().readTree(Files.readString(Console.existing(file)));
            if (document.path("verdicts").isArray() && document.path("bounds").isArray()) return new Baseline(document, allowed);
        } catch (JacksonException e) {
            // Said below, as for JSON of something else.
        }
        throw new Failure(ExitCode.USAGE, "--baseline: " + file + " is no result of rtk verify --json");
    }

    /// What is worse in `now` than it was: percentiles, longest responses, bounds, and the worst that was found for a requirement.
    List<Regression> regressions(JsonNode now) {
        var regressions = new ArrayList<Regression>();
        compare(now, "latencies", "path", PERCENTILES, regressions);
        compare(now, "tasks", "name", List.of("misses", "responseMax"), regressions);
        compare(now, "messages", "name", List.of("misses", "responseMax"), regressions);
        compare(now, "bounds", "name", List.of("bound"), regressions);
        return regressions;
    }

    private void compare(JsonNode now, String list, String key, List<String> numbers, List<Regression> regressions) {
        for (JsonNode was : document.path(list)) {
            String name = was.path(key).asString("");
            String kind = was.path("kind").asString("");
            JsonNode is = null;
            for (JsonNode one : now.path(list)) {
                if (one.path(key).asString("").equals(name) && one.path("kind").asString("").equals(kind)) is = one;
            }
            for (String number : numbers) {
                if (!was.path(number).isNumber()) continue;
                Long isNow = is != null && is.path(number).isNumber() ? is.path(number).longValue() : null;
                long before = was.path(number).longValue();
                if (isNow == null || isNow > before * (1 + allowed))
                    regressions.add(new Regression(list + " " + name, number, before, isNow));
            }
        }
    }
}
