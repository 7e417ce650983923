package rtk.apps.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// The few functions of the host's C library that Java has no class for: raw sockets of other families and pseudo-terminals.
/// Linux on 64 bits.
@SuppressWarnings("restricted") // the launcher allows native access
final class HostLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final ConcurrentHashMap<String, MethodHandle> FUNCTIONS = new ConcurrentHashMap<>();

    private HostLibrary() {}

    /// A function, looked up once.
    ///
    /// @param layout result, then arguments: `i` int, `l` long, `p` pointer, `v` nothing, `;` before variadic arguments
    private static MethodHandle find(String name, String layout) {
        return FUNCTIONS.computeIfAbsent(name + ' ' + layout, key -> link(name, layout));
    }

    private static MethodHandle link(String name, String layout) {
        MemoryLayout[] parts = layout.chars().filter(c -> c != ';' && c != 'v').mapToObj(c -> switch (c) {
            case 'i' -> (MemoryLayout) ValueLayout.JAVA_INT;
            case 'l' -> ValueLayout.JAVA_LONG;
            default -> ValueLayout.ADDRESS;
        }).toArray(MemoryLayout[]::new);
        var descriptor = layout.startsWith("v")
                ? FunctionDescriptor.ofVoid(parts)
                : FunctionDescriptor.of(parts[0], Arrays.copyOfRange(parts, 1, parts.length));
        var capture = Linker.Option.captureCallState("errno");
        int variadic = layout.indexOf(';');
        MemorySegment symbol = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("no " + name));
        return variadic < 0
                ? LINKER.downcallHandle(symbol, descriptor, capture)
                : LINKER.downcallHandle(symbol, descriptor, capture, Linker.Option.firstVariadicArg(variadic - 1));
    }

    /// Calls `name`; see [#find].
    ///
    /// @throws IOException with the system's message, if the result is negative
    static long call(Arena arena, String name, String layout, Object... arguments) throws IOException {
        MemorySegment state = arena.allocate(STATE);
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Object result;
        try {
            result = find(name, layout).invokeWithArguments(all);
        } catch (UnsupportedOperationException e) {
            throw new IOException(name + ": this host has no such function", e);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result == null) return 0;
        long value = ((Number) result).longValue();
        if (value < 0) {
            int errno = (int) ERRNO.get(state, 0L);
            throw new HostException(name, errno, text(errno));
        }
        return value;
    }

    private static String text(int errno) {
        try {
            var strerror = LINKER.downcallHandle(LINKER.defaultLookup().find("strerror").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            return ((MemorySegment) strerror.invokeExact(errno)).reinterpret(200).getString(0);
        } catch (Throwable e) {
            return "error " + errno;
        }
    }

    /// A function of the host has failed.
    static final class HostException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int errno;

        HostException(String function, int errno, String text) {
            super(function + ": " + text);
            this.errno = errno;
        }

        int errno() { return errno; }
    }
}
