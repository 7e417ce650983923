package rtk.trace.mqtt;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The topics of one run: `rtk/v1/<lab>/<board>/run/<runId>/…`.
///
/// A name becomes one topic level by percent-encoding what MQTT gives a meaning (`/ + #`), control characters and `%`;
/// so two names never share a topic.
///
/// @param lab who measures; any text
/// @param board what is measured; any text
/// @param runId one run of it; any text
public record RunTopics(String lab, String board, String runId) {
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-F]{2})");

    /// The topic that ends in `/`, before which nothing of this run stands.
    public String base() { return "rtk/v1/" + level(lab) + "/" + level(board) + "/run/" + level(runId) + "/"; }

    /// Matches everything of this run.
    public String filter() { return base() + "#"; }

    /// Retained JSON; the last will says `lost` here.
    public String status() { return base() + "status"; }

    /// Retained JSON.
    public String manifest() { return base() + "manifest"; }

    /// Retained JSON: the latency path since the start of the run.
    public String latencySummary(String path) { return base() + "latency/" + level(path) + "/summary"; }

    /// Base64 text of the compressed histogram of one interval.
    public String latencyHistogram(String path) { return base() + "latency/" + level(path) + "/hist"; }

    /// JSON: service times of one process that serves messages.
    public String serverTiming(String process) { return base() + "resmgr/" + level(process) + "/timing"; }

    /// Binary batches; one after the other they are a trace file.
    public String trace(String stream) { return base() + "trace/" + level(stream); }

    /// JSON: a missed deadline, a crashed process.
    public String alert() { return base() + "alert"; }

    /// `name` as one topic level; an empty one is `%`.
    static String level(String name) {
        if (name.isEmpty()) return "%";
        StringBuilder level = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (c == '/' || c == '+' || c == '#' || c == '%' || Character.isISOControl(c)) {
                level.append(String.format(Locale.ROOT, "%%%02X", c));
            } else {
                level.appendCodePoint(c);
            }
        });
        return level.toString();
    }

    /// The name that [#level] made `level` of; what it never makes is left as it is.
    static String name(String level) {
        if (level.equals("%")) return "";
        return ESCAPE.matcher(level)
                .replaceAll(m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 16))));
    }
}
