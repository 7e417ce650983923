package rtk.apps.infotainment.diagnostics;

import java.util.ArrayList;
import java.util.List;

/// What is known of each fault: its status byte (ISO 14229-1, annex D.2), and how the car was when the first one was confirmed.
///
/// | bit | set | cleared |
/// |---:|---|---|
/// | 0 testFailed | a test fails | one passes |
/// | 1 testFailedThisOperationCycle, 2 pendingDTC, 5 testFailedSinceLastClear | a test fails | by a clear |
/// | 3 confirmedDTC | [#CONFIRM_TESTS] tests in a row fail | by a clear |
/// | 4, 6 testNotCompleted… | by a clear | a test says yes or no |
/// | 7 warningIndicatorRequested | confirmed, of the powertrain | by a clear |
///
/// One operation cycle: that of the service. Left out: healing after so many cycles, memory that outlives the service, further freeze frames.
final class TroubleCodes {
    static final int TEST_FAILED = 0x01;
    static final int PENDING = 0x04;
    static final int CONFIRMED = 0x08;
    static final int WARNING = 0x80;
    /// Bits that are kept.
    static final int AVAILABLE = 0xff;
    static final int CONFIRM_TESTS = 10;
    private static final int FAILED_BITS = 0x27;
    private static final int NOT_COMPLETED = 0x50;

    private final int[] status = new int[TroubleCode.values().length];
    private final int[] failures = new int[status.length];
    private TroubleCode frozen;

    TroubleCodes() { clear(); }

    /// Tests all faults.
    ///
    /// @return whether the first one has been confirmed just now: the moment for a freeze frame
    boolean test(Vehicle vehicle) {
        boolean first = false;
        for (TroubleCode code : TroubleCode.values()) {
            int n = code.ordinal();
            switch (code.test(vehicle)) {
                case NOT_TESTED -> {}
                case PASSED -> {
                    status[n] &= ~(TEST_FAILED | NOT_COMPLETED);
                    failures[n] = 0;
                }
                case FAILED -> {
                    status[n] = (status[n] | FAILED_BITS) & ~NOT_COMPLETED;
                    if (++failures[n] != CONFIRM_TESTS) continue;
                    status[n] |= CONFIRMED | (code.isPowertrain() ? WARNING : 0);
                    if (frozen == null) {
                        frozen = code;
                        first = true;
                    }
                }
            }
        }
        return first;
    }

    int status(TroubleCode code) { return status[code.ordinal()]; }

    /// Those that have one of the bits.
    List<TroubleCode> with(int mask) {
        var codes = new ArrayList<TroubleCode>();
        for (TroubleCode code : TroubleCode.values()) {
            if ((status(code) & mask) != 0) codes.add(code);
        }
        return codes;
    }

    /// Whose freeze frame there is, or null.
    TroubleCode frozen() { return frozen; }

    void clear() {
        for (TroubleCode code : TroubleCode.values()) clear(code);
    }

    void clear(TroubleCode code) {
        status[code.ordinal()] = NOT_COMPLETED;
        failures[code.ordinal()] = 0;
        if (frozen == code) frozen = null;
    }
}
