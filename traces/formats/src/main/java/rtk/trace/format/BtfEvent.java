package rtk.trace.format;

/// A line of a BTF trace.
///
/// @param timeNs as the file's time scale says, in ns
/// @param type of the target: `T` task, `I` interrupt, `R` runnable, `C` core, `SEM`, `STI` …
/// @param note empty if there is none
public record BtfEvent(long timeNs, String source, long sourceInstance, String type, String target, long targetInstance,
        String event, String note) {}
