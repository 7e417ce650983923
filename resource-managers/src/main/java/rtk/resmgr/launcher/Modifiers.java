package rtk.resmgr.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.SchedPolicy;
import rtk.kernel.api.ThreadAttr;

/// How a program is started: what stands in brackets before a command.
///
/// | modifier | meaning |
/// |---|---|
/// | `pri=21`, `pri=21f`, `21r`, `21o` | priority 1 to 255, and policy FIFO, round robin, other |
/// | `cpu=1` | runs on that core only |
/// | `runmask=0x3` | runs on the cores whose bits are set |
/// | `sched_aps=media` | in that partition |
/// | `argv0=gateway2` | what the process is called |
///
/// @param name null if not said
/// @param priority 0 if not said: that of who starts it
/// @param policy null if not said
/// @param runMask 0 if not said
/// @param partition null if not said
record Modifiers(String name, int priority, SchedPolicy policy, int runMask, String partition) {
    static final Modifiers NONE = new Modifiers(null, 0, null, 0, null);
    private static final List<String> KEYS = List.of("pri", "cpu", "runmask", "sched_aps", "argv0");
    private static final Pattern PRIORITY = Pattern.compile("([0-9]{1,3})([fro]?)");
    private static final int CORES_MAX = 32;

    /// @param brackets such as `[pri=21f cpu=1]`
    /// @throws SyntaxException the text is not as it should be
    static Modifiers parse(Words.Word brackets) {
        Modifiers all = NONE;
        var items = new Words(" ".repeat(brackets.column()) + brackets.text().substring(1, brackets.text().length() - 1));
        while (items.hasNext()) all = item(items.next("a modifier")).or(all);
        return all;
    }

    private static Modifiers item(Words.Word item) {
        int equals = item.text().indexOf('=');
        String key = equals < 0 ? item.text() : item.text().substring(0, equals);
        if (!KEYS.contains(key)) {
            String hint = key.endsWith("session") || key.endsWith("external") ? key + " is not modelled" : Words.hint(key, KEYS);
            throw new SyntaxException(item.column(), key, "a modifier", hint);
        }
        var value = new Words.Word(equals < 0 ? "" : item.text().substring(equals + 1), item.column() + equals + 1, false);
        if (value.text().isEmpty()) throw item.wrong(key + "=VALUE", "");
        return switch (key) {
            case "pri" -> priority(value);
            case "cpu" -> new Modifiers(null, 0, null, 1 << value.number(0, CORES_MAX - 1), null);
            case "runmask" -> new Modifiers(null, 0, null, value.number(1, Integer.MAX_VALUE), null);
            case "sched_aps" -> new Modifiers(null, 0, null, 0, value.text());
            default -> new Modifiers(value.text(), 0, null, 0, null);
        };
    }

    private static Modifiers priority(Words.Word value) {
        var match = PRIORITY.matcher(value.text());
        int priority = match.matches() ? Integer.parseInt(match.group(1)) : 0;
        if (priority < 1 || priority > 255) {
            throw value.wrong("a priority from 1 to 255 and f, r or o", "write for example pri=21f");
        }
        SchedPolicy policy = switch (match.group(2)) {
            case "f" -> SchedPolicy.FIFO;
            case "r", "o" -> SchedPolicy.RR;
            default -> null;
        };
        return new Modifiers(null, priority, policy, 0, null);
    }

    /// These, and where they say nothing `others`.
    Modifiers or(Modifiers others) {
        return new Modifiers(name == null ? others.name : name, priority == 0 ? others.priority : priority,
                policy == null ? others.policy : policy, runMask == 0 ? others.runMask : runMask,
                partition == null ? others.partition : partition);
    }

    ThreadAttr attr(KernelCalls k) {
        int number = partition == null ? ThreadAttr.INHERIT : k.partitionLookup(partition);
        return new ThreadAttr(null, priority, policy).runMask(runMask).partition(number);
    }

    @Override
    public String toString() {
        var items = new ArrayList<String>();
        if (priority != 0) items.add("pri=" + priority + (policy == null ? "" : policy == SchedPolicy.FIFO ? "f" : "r"));
        if (runMask != 0) items.add("runmask=0x" + Integer.toHexString(runMask));
        if (partition != null) items.add("sched_aps=" + partition);
        if (name != null) items.add("argv0=" + name);
        return items.isEmpty() ? "" : "[" + String.join(" ", items) + "] ";
    }
}
