package rtk.kernel;

/// Where in a program something happened: the frames of its stack that are its own, innermost first.
final class ProgramStack {
    private static final String KERNEL = "rtk.kernel.";

    private ProgramStack() {}

    /// What was thrown and where, with its causes, as the JVM prints it.
    static String of(Throwable thrown) {
        var text = new StringBuilder();
        String before = "";
        for (Throwable cause = thrown; cause != null && text.length() < TEXT_MAX; cause = cause.getCause()) {
            text.append(before).append(cause).append('\n').append(of(cause.getStackTrace()));
            before = "Caused by: ";
        }
        return text.toString();
    }

    /// A report is not longer than this, whatever the causes of causes.
    private static final int TEXT_MAX = 100_000;

    static String of(StackTraceElement[] stack) {
        var text = new StringBuilder();
        for (StackTraceElement frame : stack) {
            if (isOutermost(frame)) break;
            if (!isKernel(frame)) text.append("\tat ").append(frame).append('\n');
        }
        return text.toString();
    }

    /// Is this the stack of somebody who runs a program?
    static boolean isProgram(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isOutermost(frame)) return true;
        }
        return false;
    }

    /// Was the kernel at work, for a program or not, when it came to `thrown`? Of exceptions that end a call on purpose that is of no
    /// interest; but where memory or stack gave out, or an assertion failed, the kernel may have stopped half way.
    static boolean isKernelsOwn(Throwable thrown) {
        if (!(thrown instanceof VirtualMachineError) && !(thrown instanceof AssertionError)) return false;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (isOutermost(frame)) return false;
            if (isKernel(frame)) return true;
            String name = frame.getClassName();
            boolean below = name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("rtk.board.")
                    || name.startsWith("rtk.trace.");
            if (!below) return false;
        }
        return false;
    }

    private static boolean isKernel(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith(KERNEL) && name.indexOf('.', KERNEL.length()) < 0;
    }

    /// The frame under which a program runs.
    private static boolean isOutermost(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.equals(KERNEL + "ThreadTable") || name.equals(KERNEL + "InterruptFrame");
    }
}
