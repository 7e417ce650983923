package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.SignalCalls;
import rtk.kernel.api.SignalInfo;

/// Signals sent and not yet delivered, of a process or of one thread, in order of arrival.
final class PendingSignals {
    private final List<SignalInfo> infos = new ArrayList<>(2);
    /// Bit `signo - 1` for each.
    private long numbers;

    long numbers() { return numbers; }

    /// @param queues also if one of its number is here
    /// @return false if there is no room
    boolean add(SignalInfo info, boolean queues) {
        long bit = SignalDelivery.bit(info.signo());
        if ((numbers & bit) != 0 && !queues) return true;
        if (infos.size() == SignalCalls.PENDING_MAX) return false;
        infos.add(info);
        numbers |= bit;
        return true;
    }

    /// Is this very one here, not just its like?
    boolean contains(SignalInfo one) {
        for (SignalInfo info : infos) {
            if (info == one) return true;
        }
        return false;
    }

    /// @return the one of lowest number among `wanted` that came first, taken out; null if there is none
    SignalInfo take(long wanted) {
        if ((numbers & wanted) == 0) return null;
        int signo = Long.numberOfTrailingZeros(numbers & wanted) + 1;
        SignalInfo taken = null;
        boolean more = false;
        for (SignalInfo info : infos) {
            if (info.signo() != signo) continue;
            if (taken == null) taken = info;
            else more = true;
        }
        infos.remove(taken);
        if (!more) numbers &= ~SignalDelivery.bit(signo);
        return taken;
    }

    void discard(long signals) {
        infos.removeIf(info -> (SignalDelivery.bit(info.signo()) & signals) != 0);
        numbers &= ~signals;
    }
}
