package rtk.trace.analysis.blame;

/// Why time passed, in names.
///
/// @param culprit who: a thread `dev-can/1`, a device, a frame; empty if nobody
/// @param detail what of it: a kernel call, the client that is served, the mutex; empty if there is nothing to add
public record Reason(Cause cause, String culprit, String detail) {
    /// `mutex held by browser/1 (signals)`.
    public String text() {
        var text = new StringBuilder(cause.title());
        if (!culprit.isEmpty()) {
            if (!cause.preposition().isEmpty()) text.append(' ').append(cause.preposition());
            text.append(' ').append(culprit);
        }
        if (!detail.isEmpty()) text.append(" (").append(detail).append(')');
        return text.toString();
    }
}
