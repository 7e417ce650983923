package rtk.trace.analysis;

import java.util.Locale;

/// A place in a run that a latency can start or end at.
///
/// | text | the event |
/// |---|---|
/// | `irq DEVICE` | the device raises its interrupt line |
/// | `isr DEVICE` | an interrupt handler of that device's line starts |
/// | `run PROCESS[/THREAD]` | a thread returns from InterruptWait, MsgReceive, MsgSend, ClockNanosleep, SyncSemWait or SyncCondvarWait, or runs for the first time |
/// | `queued BUS [ID]` | a frame is queued for sending |
/// | `frame BUS [ID]` | a frame is complete: the last bit of its EOF |
/// | `char UART` | a character was received |
/// | `user NAME` | a program traces the value of that name |
/// | `release TASK` | a job is due; the sample starts at its nominal release, without jitter |
/// | `complete TASK` | a job is done |
/// | `pulse PROCESS` | a pulse is sent to a channel of the process |
/// | `receive PROCESS` | a thread of the process receives a message or a pulse |
/// | `reply PROCESS` | a thread of the process replies to a message |
/// | `timer PROCESS` | a timer of the process fires; the sample starts when it should have fired |
///
/// THREAD is the name of a thread, or its tid. ID is `0x123` (up to 0x7FF: standard; above, or with eight digits: extended).
///
/// @param name of the device, process, task … or of the user event
/// @param thread after `run PROCESS/`, else empty
/// @param frameId identifier with bit 31 set if extended, or [#ANY_FRAME]
public record TracePoint(Kind kind, String name, String thread, long frameId) {
    /// The sort of event.
    public enum Kind {
        IRQ, ISR, RUN, QUEUED, FRAME, CHAR, USER, RELEASE, COMPLETE, PULSE, RECEIVE, REPLY, TIMER;

        /// As in the text.
        public String label() { return name().toLowerCase(Locale.ROOT); }

        private String operand() {
            return switch (this) {
                case IRQ, ISR -> "DEVICE";
                case RUN -> "PROCESS or PROCESS/THREAD";
                case QUEUED, FRAME -> "BUS, or BUS and ID";
                case CHAR -> "UART";
                case USER -> "NAME";
                case RELEASE, COMPLETE -> "TASK";
                case PULSE, RECEIVE, REPLY, TIMER -> "PROCESS";
            };
        }

        private String example() {
            return switch (this) {
                case IRQ, ISR -> "can0";
                case RUN, PULSE, RECEIVE, REPLY, TIMER -> "dev-can";
                case QUEUED, FRAME -> "can0 0x100";
                case CHAR -> "ser1";
                case USER -> "frame-shown";
                case RELEASE, COMPLETE -> "t1";
            };
        }
    }

    /// Frames of every identifier.
    public static final long ANY_FRAME = -1;
    private static final long EXTENDED = 0x8000_0000L;
    private static final String KINDS = "a trace point: irq, isr, run, queued, frame, char, user, release, complete, pulse, receive, reply or timer";

    /// Reads a trace point.
    public static Parsed<TracePoint> parse(String text) {
        String[] words = text.strip().split("\\s+");
        int start = text.length() - text.stripLeading().length() + 1;
        Kind kind = kindOf(words[0]);
        if (kind == null) return Parsed.problem(start, words[0], KINDS, kindHint(words[0]));
        int column = start + words[0].length() + 1;
        if (words.length == 1) {
            return Parsed.problem(column, "", kind.operand() + " after " + kind.label(),
                    "for example: " + kind.label() + " " + kind.example());
        }
        int slash = kind == Kind.RUN ? words[1].indexOf('/') : -1;
        String name = slash < 0 ? words[1] : words[1].substring(0, slash);
        String thread = slash < 0 ? "" : words[1].substring(slash + 1);
        if (name.isEmpty() || (slash >= 0 && thread.isEmpty())) {
            return Parsed.problem(column, words[1], "PROCESS/THREAD", "for example: run dev-can/rx");
        }
        boolean takesId = kind == Kind.FRAME || kind == Kind.QUEUED;
        if (words.length > (takesId ? 3 : 2)) {
            String extra = words[takesId ? 3 : 2];
            return Parsed.problem(text.lastIndexOf(extra) + 1, extra, "the end after " + kind.label() + " " + kind.operand(), "");
        }
        if (words.length < 3) return Parsed.of(new TracePoint(kind, name, thread, ANY_FRAME));
        return frameId(words[2], text.lastIndexOf(words[2]) + 1, kind, name);
    }

    /// The text that [#parse] reads back.
    public String text() {
        String id = frameId == ANY_FRAME
                ? ""
                : " 0x" + String.format(Locale.ROOT, frameId >= EXTENDED ? "%08X" : "%03X", frameId & 0x1FFF_FFFF);
        return kind.label() + " " + name + (thread.isEmpty() ? "" : "/" + thread) + id;
    }

    private static Parsed<TracePoint> frameId(String word, int column, Kind kind, String name) {
        if (!word.matches("0[xX][0-9A-Fa-f]{1,8}")) {
            String hint = word.matches("[0-9A-Fa-f]{1,8}") ? "identifiers are hexadecimal: write 0x" + word : "";
            return Parsed.problem(column, word, "an identifier such as 0x123 or 0x18FEF100", hint);
        }
        long id = Long.parseLong(word.substring(2), 16);
        if (id > 0x1FFF_FFFF) return Parsed.problem(column, word, "an identifier up to 0x1FFFFFFF", "");
        boolean extended = id > 0x7FF || word.length() == 10;
        return Parsed.of(new TracePoint(kind, name, "", extended ? id | EXTENDED : id));
    }

    private static Kind kindOf(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.label().equals(word)) return kind;
        }
        return null;
    }

    private static String kindHint(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "interrupt", "int" -> "did you mean irq?";
            case "thread", "wake", "wakeup", "process" -> "did you mean run?";
            case "can", "bus", "message" -> "did you mean frame?";
            case "uart", "serial", "byte" -> "did you mean char?";
            case "task", "job" -> "did you mean release or complete?";
            case "trace", "event", "mark" -> "did you mean user?";
            default -> {
                Kind nearest = null;
                for (Kind kind : Kind.values()) {
                    if (nearest == null && isNear(kind.label(), word.toLowerCase(Locale.ROOT))) nearest = kind;
                }
                yield nearest == null ? "for example: irq can0" : "did you mean " + nearest.label() + "?";
            }
        };
    }

    /// One letter too many, too few, or different; or only the case.
    private static boolean isNear(String right, String wrong) {
        if (Math.abs(right.length() - wrong.length()) > 1) return false;
        int front = 0;
        int shorter = Math.min(right.length(), wrong.length());
        while (front < shorter && right.charAt(front) == wrong.charAt(front)) front++;
        int back = 0;
        while (back < shorter - front && right.charAt(right.length() - 1 - back) == wrong.charAt(wrong.length() - 1 - back))
            back++;
        return Math.max(right.length(), wrong.length()) - front - back <= 1;
    }
}
