package rtk.trace.analysis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something a run must keep, with the words that say so.
///
/// | form | example |
/// |---|---|
/// | `PATH max\|min\|mean\|p50\|p90\|p99\|p99.9\|p99.99 <=\|< DURATION` | `can-rx p99.9 <= 50us` |
/// | `PATH count >=\|> N` | `can-rx count >= 1000` |
/// | `task T response max\|… <=\|< DURATION` | `task t1 response max <= 10ms` |
/// | `task T misses <=\|< N` | `task t1 misses <= 0` |
/// | `message M response max\|… <=\|< DURATION` | `message engine response max <= 2ms` |
/// | `message M misses <=\|< N` | `message engine misses <= 0` |
/// | `bus B load <=\|< PERCENT` | `bus can0 load <= 40%` |
///
/// A bare number where a duration or a percentage belongs is an error.
///
/// @param text as given
/// @param name of the path, task, message or bus
/// @param limit ns, a count, or for a bus load a part from 0 to 1
public record Requirement(String text, Subject subject, String name, Metric metric, Comparison comparison, Number limit) {
    /// What is judged.
    public enum Subject {
        PATH, TASK, MESSAGE, BUS
    }

    /// Which of its numbers.
    public enum Metric {
        MAX("max", 100),
        MIN("min", 0),
        MEAN("mean", -1),
        P50("p50", 50),
        P90("p90", 90),
        P99("p99", 99),
        P999("p99.9",
                99.9),
        P9999("p99.99", 99.99),
        COUNT("count", -1),
        MISSES("misses", -1),
        LOAD("load", -1);

        private final String word;
        private final double percent;

        Metric(String word, double percent) {
            this.word = word;
            this.percent = percent;
        }

        /// As in the text.
        public String word() { return word; }

        boolean isOfLatency() { return ordinal() <= P9999.ordinal(); }
    }

    /// How the observed number must stand to the limit.
    public enum Comparison {
        AT_MOST("<="), BELOW("<"), AT_LEAST(">="), ABOVE(">");

        private final String sign;

        Comparison(String sign) { this.sign = sign; }

        /// As in the text.
        public String sign() { return sign; }

        boolean holds(double observed, double limit) {
            return switch (this) {
                case AT_MOST -> observed <= limit;
                case BELOW -> observed < limit;
                case AT_LEAST -> observed >= limit;
                case ABOVE -> observed > limit;
            };
        }
    }

    private record Word(String text, int column) {}

    private static final Pattern WORDS = Pattern.compile("<=|>=|=<|=>|==|[<>=]|[^\\s<>=]+");
    private static final String LATENCY_METRICS = "max, min, mean, p50, p90, p99, p99.9 or p99.99";

    /// Reads a requirement.
    public static Parsed<Requirement> parse(String text) { return new Reader(text).read(); }

    /// Judges this requirement on what `run` saw.
    ///
    /// A `max` counts also what is still open: a sample, job or frame that waits longer than the maximum at the end of the run.
    public Verdict evaluate(RunAnalysis run) {
        Number observed = switch (subject) {
            case PATH -> ofPath(run.path(name), run);
            case TASK -> ofTask(run.task(name), run);
            case MESSAGE -> ofMessage(run.message(name), run);
            case BUS -> run.buses().stream().filter(bus -> bus.name().equals(name)).findFirst().map(BusResult::load).orElse(null);
        };
        if (observed == null) return new Verdict(this, Verdict.Outcome.NEVER_EXERCISED, null, limit);
        boolean holds = comparison.holds(observed.doubleValue(), limit.doubleValue());
        return new Verdict(this, holds ? Verdict.Outcome.PASSED : Verdict.Outcome.FAILED, observed, limit);
    }

    /// A number of this requirement's sort as people read it.
    String valueText(Number value) {
        if (metric == Metric.LOAD) return String.format(Locale.ROOT, "%.1f%%", value.doubleValue() * 100);
        return metric.isOfLatency() ? Durations.text(Math.round(value.doubleValue())) : value.toString();
    }

    private Number ofPath(PathMeter path, RunAnalysis run) {
        if (path == null) return null;
        if (metric == Metric.COUNT) return path.samples().count();
        return ofSamples(path.samples(), run.age(path.oldestOpenNs()));
    }

    private Number ofTask(TaskMeter task, RunAnalysis run) {
        if (task == null || task.releases() == 0) return null;
        return metric == Metric.MISSES ? (Number) task.misses() : ofSamples(task.responses(), run.age(task.oldestOpenNs()));
    }

    private Number ofMessage(MessageMeter message, RunAnalysis run) {
        if (message == null || message.releases() == 0) return null;
        return metric == Metric.MISSES
                ? (Number) message.misses(run.nowNs())
                : ofSamples(message.responses(), run.age(message.oldestOpenNs()));
    }

    private Number ofSamples(Samples samples, long openNs) {
        if (samples.count() == 0 && (subject == Subject.PATH || metric != Metric.MAX || openNs <= limit.longValue())) return null;
        return switch (metric) {
            case MAX -> Math.max(samples.maxNs(), openNs > limit.longValue() ? openNs : 0);
            case MIN -> samples.minNs();
            case MEAN -> samples.meanNs();
            default -> samples.percentileNs(metric.percent);
        };
    }

    /// Reads one text from left to right.
    private static final class Reader {
        private final String text;
        private final List<Word> words = new ArrayList<>();
        private int next;

        Reader(String text) {
            this.text = text;
            Matcher matcher = WORDS.matcher(text);
            while (matcher.find()) words.add(new Word(matcher.group(), matcher.start() + 1));
        }

        Parsed<Requirement> read() {
            Word first = take();
            if (first.text.isEmpty()) return wrong(first, "a requirement", "for example: can-rx max <= 50us");
            Subject subject = subjectOf(first);
            Word name = subject == Subject.PATH ? first : take();
            if (name.text.isEmpty()) return wrong(name, "the name of a " + first.text, "");
            Word metricWord = take();
            boolean response = metricWord.text.equals("response") && (subject == Subject.TASK || subject == Subject.MESSAGE);
            if (response) metricWord = take();
            Metric metric = metricOf(metricWord.text);
            if (metric == null || !isAllowed(subject, response, metric)) {
                return wrong(metricWord, expectedMetric(subject, response), metricHint(subject, response, metric, name));
            }
            Word sign = take();
            Comparison comparison = comparisonOf(sign.text);
            if (comparison == null || comparison.ordinal() < 2 == (metric == Metric.COUNT)) {
                return wrong(sign, metric == Metric.COUNT ? ">= or >" : "<= or <", "");
            }
            Word value = take();
            Parsed<? extends Number> limit = limit(metric, value);
            if (!limit.isValid()) return Parsed.problem(limit.problem());
            Word extra = take();
            if (!extra.text.isEmpty()) return wrong(extra, "the end", "one requirement a line");
            return Parsed.of(new Requirement(text.strip(), subject, name.text, metric, comparison, limit.value()));
        }

        /// `task`, `message` and `bus` are subjects if a name and a number follow; else they are names of paths.
        private Subject subjectOf(Word first) {
            boolean path = words.size() > 1 && metricOf(words.get(1).text) != null && words.size() > 2
                    && comparisonOf(words.get(2).text) != null;
            if (path) return Subject.PATH;
            return switch (first.text) {
                case "task" -> Subject.TASK;
                case "message" -> Subject.MESSAGE;
                case "bus" -> Subject.BUS;
                default -> Subject.PATH;
            };
        }

        private Parsed<? extends Number> limit(Metric metric, Word value) {
            if (metric.isOfLatency()) {
                Word unit = next < words.size() && value.text.matches("[0-9._]+") ? take() : new Word("", 0);
                Parsed<Long> parsed = Durations.parse(value.text + unit.text);
                return parsed.isValid() ? parsed : Parsed.problem(parsed.problem().shifted(value.column - 1));
            }
            if (metric == Metric.LOAD) return percent(value);
            if (value.text.matches("[0-9]{1,18}")) return Parsed.of(Long.valueOf(value.text));
            return Parsed.problem(value.column, value.text, "a whole number", "");
        }

        private static Parsed<Double> percent(Word value) {
            String expected = "a percentage, such as 40%";
            if (value.text.matches("[0-9]{1,6}(\\.[0-9]{1,9})?%")) {
                return Parsed.of(new BigDecimal(value.text.substring(0, value.text.length() - 1)).movePointLeft(2).doubleValue());
            }
            String hint = value.text.matches("[0-9.]+") ? "write " + value.text + "%" : "";
            return Parsed.problem(value.column, value.text, expected, hint);
        }

        private static boolean isAllowed(Subject subject, boolean response, Metric metric) {
            return switch (subject) {
                case PATH -> metric.isOfLatency() || metric == Metric.COUNT;
                case TASK, MESSAGE -> response ? metric.isOfLatency() : metric == Metric.MISSES;
                case BUS -> metric == Metric.LOAD;
            };
        }

        private static String expectedMetric(Subject subject, boolean response) {
            return switch (subject) {
                case PATH -> LATENCY_METRICS + ", or count";
                case TASK, MESSAGE -> response ? LATENCY_METRICS : "response or misses";
                case BUS -> "load";
            };
        }

        private static String metricHint(Subject subject, boolean response, Metric metric, Word name) {
            if (metric != null && metric.isOfLatency() && !response && (subject == Subject.TASK || subject == Subject.MESSAGE)) {
                return "write " + subject.name().toLowerCase(Locale.ROOT) + " " + name.text + " response " + metric.word;
            }
            return switch (subject) {
                case PATH -> "for example: " + name.text + " max <= 50us";
                case TASK -> "for example: task " + name.text + " response max <= 10ms";
                case MESSAGE -> "for example: message " + name.text + " response max <= 2ms";
                case BUS -> "for example: bus " + name.text + " load <= 40%";
            };
        }

        private static Metric metricOf(String word) {
            for (Metric metric : Metric.values()) {
                if (metric.word.equals(word)) return metric;
            }
            return null;
        }

        private static Comparison comparisonOf(String sign) {
            for (Comparison comparison : Comparison.values()) {
                if (comparison.sign.equals(sign)) return comparison;
            }
            return null;
        }

        private static Parsed<Requirement> wrong(Word word, String expected, String hint) {
            return Parsed.problem(word.column, word.text, expected, hint);
        }

        private Word take() { return next < words.size() ? words.get(next++) : new Word("", text.stripTrailing().length() + 1); }
    }
}
