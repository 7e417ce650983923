package rtk.apps.infotainment.diagnostics;

import rtk.board.sim.Ns;

/// The faults that are looked for, by their codes of SAE J2012. Thresholds are assumed.
enum TroubleCode {
    /// Engine coolant over temperature.
    OVERHEATED("P0217", Reading.COOLANT, 118_000, Integer.MAX_VALUE),
    /// System voltage low.
    VOLTAGE_LOW("P0562", Reading.BATTERY, Integer.MIN_VALUE, 10_999),
    /// System voltage high.
    VOLTAGE_HIGH("P0563", Reading.BATTERY, 16_001, Integer.MAX_VALUE),
    /// Lost communication with the engine's control unit.
    NO_ENGINE("U0100", Reading.ENGINE_SPEED),
    /// Lost communication with the brakes' control unit.
    NO_BRAKES("U0121", Reading.SPEED),
    /// Lost communication with the climate control module.
    NO_CLIMATE("U0164", Reading.OUTSIDE);

    /// After this a control unit counts as lost; its slowest message comes every 200 ms.
    private static final long LOST_NS = Ns.s(1);

    /// What a test says.
    enum Verdict {
        PASSED, FAILED, NOT_TESTED
    }

    private final String code;
    private final Reading reading;
    private final boolean silence;
    private final int fromMilli;
    private final int toMilli;

    /// A value that is wrong.
    TroubleCode(String code, Reading reading, int fromMilli, int toMilli) { this(code, reading, false, fromMilli, toMilli); }

    /// A value that does not come any more.
    TroubleCode(String code, Reading reading) { this(code, reading, true, 0, 0); }

    TroubleCode(String code, Reading reading, boolean silence, int fromMilli, int toMilli) {
        this.code = code;
        this.reading = reading;
        this.silence = silence;
        this.fromMilli = fromMilli;
        this.toMilli = toMilli;
    }

    Verdict test(Vehicle vehicle) {
        if (!vehicle.isKnown(reading)) return Verdict.NOT_TESTED;
        boolean lost = vehicle.ageNs(reading) > LOST_NS;
        if (silence) return lost ? Verdict.FAILED : Verdict.PASSED;
        if (lost) return Verdict.NOT_TESTED;
        long milli = vehicle.milli(reading);
        return milli >= fromMilli && milli <= toMilli ? Verdict.FAILED : Verdict.PASSED;
    }

    /// Two bytes: two bits for the letter, two for the first digit, four for each other one.
    int number() {
        int letter = "PCBU".indexOf(code.charAt(0));
        return letter << 14 | Integer.parseInt(code.substring(1), 16);
    }

    /// Does it belong to the emissions that OBD-II is about, and light the lamp?
    boolean isPowertrain() { return code.charAt(0) == 'P'; }
}
