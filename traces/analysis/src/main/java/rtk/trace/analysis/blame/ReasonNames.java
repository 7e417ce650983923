package rtk.trace.analysis.blame;

import java.util.Locale;
import java.util.TreeMap;
import rtk.trace.EventKind;
import rtk.trace.Names;

/// Turns reasons into words.
final class ReasonNames {
    private final Names names = new Names();
    /// Of threads that have a name of their own.
    private final TreeMap<Long, String> ownNames = new TreeMap<>();
    private final TreeMap<Long, String> processOfThread = new TreeMap<>();

    void text(int id, String text) { names.text(id, text); }

    void event(long timeNs, EventKind kind, long a, long b, long c, long d, long e) {
        names.event(timeNs, kind, a, b, c, d, e);
        if (kind == EventKind.THREAD_CREATED) {
            processOfThread.put(a, names.process(b));
            name(a, names.text(e));
        } else if (kind == EventKind.THREAD_NAMED) {
            name(a, names.text(b));
        }
    }

    private void name(long thread, String own) {
        String process = processOfThread.getOrDefault(thread, "");
        boolean tells = !own.isEmpty() && !own.equals(process) && !Character.isDigit(own.charAt(0));
        if (tells) ownNames.put(thread, process + "/" + own);
        else ownNames.remove(thread);
    }

    /// Process and name, or tid if it has no other name than its process: `tasks/audio`, `gateway/1`.
    String thread(long number) {
        if (number == 0) return "";
        String own = ownNames.get(number);
        return own != null ? own : names.thread(number);
    }

    Reason reason(long key) {
        Cause cause = ReasonKey.cause(key);
        return new Reason(cause, culprit(key), detail(cause, ReasonKey.item(key), ReasonKey.kind(key)));
    }

    private String culprit(long key) {
        long number = ReasonKey.culprit(key);
        return switch (ReasonKey.kind(key)) {
            case ReasonKey.THREAD -> thread(number);
            case ReasonKey.DEVICE -> number == 0 ? "" : names.device(number);
            case ReasonKey.PROCESS -> names.process(number);
            case ReasonKey.FRAME -> frame(number);
            default -> "";
        };
    }

    private static String frame(long folded) {
        boolean extended = folded >>> 29 != 0;
        return String.format(Locale.ROOT, extended ? "0x%08X" : "0x%03X", folded & 0x1fff_ffff);
    }

    private String detail(Cause cause, int item, int kind) {
        if (item == 0) return "";
        return switch (cause) {
            case KERNEL -> CoreTrack.callName(item - 1);
            case INTERRUPTS_OFF -> switch (item) {
                case CoreWalk.ITEM_SWITCH -> "thread switch";
                case CoreWalk.ITEM_DISABLE -> "InterruptDisable";
                default -> CoreTrack.callName(item - 1);
            };
            case SERVER, SERVER_BUSY, EARLIER_WORK, STARTUP -> "for " + thread(item);
            case MUTEX -> names.object(item);
            case MASKED, HANDLER -> names.device(item);
            case INTERRUPT -> "from another core";
            case PENDING -> kind == ReasonKey.DEVICE ? "handler of " + names.process(item) : "";
            default -> "";
        };
    }
}
