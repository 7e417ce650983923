package rtk.apps.cli;

import java.util.List;
import java.util.Set;
import rtk.apps.scenario.Units;
import rtk.trace.EventKind;
import rtk.trace.TraceSink;
import rtk.trace.TraceText;
import rtk.trace.record.FlightRecorder;
import rtk.trace.record.Selection;
import rtk.trace.record.Trigger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What of a run goes into its trace file, as the options say it and as the manifest keeps it.
///
/// @param ring how much before the trigger or the end, such as `5s`; null for everything
/// @param trigger as [Trigger#parse] reads it; null for the end of the run
/// @param after how much after the trigger, a duration
/// @param kinds labels of kinds or families; empty for all
/// @param processes names; empty for all
record RecordSpec(String ring, String trigger, String after, List<String> kinds, List<String> processes) {
    private static final String KEY = "recording";
    private static final String RING = "ring:";
    /// 112 MB.
    private static final int RING_EVENTS_MAX = 2_000_000;

    static final RecordSpec EVERYTHING = new RecordSpec(null, null, null, List.of(), List.of());

    /// @throws Failure for options that mean nothing
    static RecordSpec of(String record, String trigger, String after, List<String> kinds, List<String> processes) {
        if (record != null && !record.equals("all") && !record.startsWith(RING))
            throw wrong("--record", record, "all or ring: and a duration, for example ring:5s");
        String ring = record == null || record.equals("all") ? null : record.substring(RING.length());
        if (ring == null && trigger != null) throw wrong("--trigger", trigger, "--record ring:5s beside it");
        if (trigger == null && after != null) throw wrong("--after", after, "--trigger beside it");
        var spec = new RecordSpec(ring, trigger, after, List.copyOf(kinds), List.copyOf(processes));
        spec.open(TraceSink.NONE);
        return spec;
    }

    boolean isEverything() { return equals(EVERYTHING); }

    /// What the parts of the chain did.
    record Chain(TraceSink sink, Selection selection, FlightRecorder recorder) {
        void finish() {
            selection.finish();
            if (recorder != null) recorder.finish();
        }

        long dropped() { return selection.dropped() + (recorder == null ? 0 : recorder.dropped()); }

        /// -1 if nothing triggered.
        long triggeredNs() { return recorder == null ? -1 : recorder.triggeredNs(); }

        boolean isShortened() { return recorder != null && recorder.isShortened(); }
    }

    /// What lets through to `to` what is asked for; [Chain#finish] at the end.
    Chain open(TraceSink to) {
        FlightRecorder recorder = ring == null
                ? null
                : new FlightRecorder(Math.max(1, duration("--record ring", ring)), RING_EVENTS_MAX, parsedTrigger(),
                        after == null ? 0 : duration("--after", after), to);
        var selection = new Selection(parsedKinds(), processes, recorder == null ? to : recorder);
        return new Chain(selection, selection, recorder);
    }

    private Trigger parsedTrigger() {
        if (trigger == null) return null;
        try {
            return Trigger.parse(trigger);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--trigger: " + e.getMessage(), e);
        }
    }

    private Set<EventKind> parsedKinds() {
        try {
            return TraceText.kinds(kinds);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--record-kinds: " + e.getMessage(), e);
        }
    }

    private static long duration(String option, String text) {
        try {
            return Units.durationNs(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    private static Failure wrong(String option, String found, String expected) {
        return new Failure(ExitCode.USAGE, option + ": found " + found + ", expected " + expected);
    }

    /// Puts it into a manifest; one that keeps everything stays as it is.
    String mark(String manifest) {
        return isEverything() ? manifest : "{\"" + KEY + "\":" + Json.of(this) + "," + manifest.substring(1);
    }

    /// What a manifest says.
    static RecordSpec ofManifest(String manifest) {
        try {
            JsonNode node = JsonMapper.shared().readTree(manifest).path(KEY);
            return node.isObject() ? JsonMapper.shared().treeToValue(node, RecordSpec.class) : EVERYTHING;
        } catch (JacksonException e) {
            return EVERYTHING;
        }
    }
}
