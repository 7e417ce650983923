package rtk.kernel;

import java.util.Locale;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalInfo;

/// A bad access that kills its process; says in a report what it was. No program sees it.
final class MemoryFault extends Error {
    private static final long serialVersionUID = 1L;
    final int signo;

    MemoryFault(SignalInfo info) {
        super(String.format(Locale.ROOT, "%s at address 0x%x: %s", info.signo() == Signal.SIGBUS ? "SIGBUS" : "SIGSEGV",
                info.address(), reason(info)));
        signo = info.signo();
    }

    private static String reason(SignalInfo info) {
        if (info.signo() == Signal.SIGBUS)
            return info.code() == SignalInfo.BUS_OBJERR ? "the memory does not answer" : "beyond the end of the object mapped";
        return info.code() == SignalInfo.SEGV_MAPERR ? "nothing is mapped" : "the mapping does not allow it";
    }
}
