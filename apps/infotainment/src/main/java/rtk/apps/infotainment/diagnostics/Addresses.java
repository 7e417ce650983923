package rtk.apps.infotainment.diagnostics;

import rtk.apps.infotainment.isotp.IsoTpAddress;
import rtk.resmgr.dev.CanRecord;

/// The identifiers of legislated diagnostics, ISO 15765-4: of the first control unit and the external test equipment.
final class Addresses {
    private static final int REQUEST = 0x7e0;
    private static final int ANSWER = 0x7e8;
    private static final int FUNCTIONAL = 0x7df;
    private static final int FUNCTIONAL_29 = CanRecord.EXTENDED_FLAG | 0x18db_33f1;
    private static final int ECU = 0x10;
    private static final int TESTER = 0xf1;

    private Addresses() {}

    /// @param bits `11` or `29`
    static IsoTpAddress ecu(String program, String bits) {
        return is29(program, bits)
                ? IsoTpAddress.normalFixed(TESTER, ECU).withFunctional(FUNCTIONAL_29)
                : IsoTpAddress.normal(ANSWER, REQUEST).withFunctional(FUNCTIONAL);
    }

    static IsoTpAddress tester(String program, String bits) {
        return is29(program, bits) ? IsoTpAddress.normalFixed(ECU, TESTER) : IsoTpAddress.normal(REQUEST, ANSWER);
    }

    private static boolean is29(String program, String bits) {
        return switch (bits) {
            case "11" -> false;
            case "29" -> true;
            default -> throw new IllegalArgumentException(program + ": --bits: found " + bits + ", expected 11 or 29");
        };
    }
}
