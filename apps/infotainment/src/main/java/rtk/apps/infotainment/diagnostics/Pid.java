package rtk.apps.infotainment.diagnostics;

import static rtk.apps.infotainment.diagnostics.Reading.BATTERY;
import static rtk.apps.infotainment.diagnostics.Reading.COOLANT;
import static rtk.apps.infotainment.diagnostics.Reading.ENGINE_SPEED;
import static rtk.apps.infotainment.diagnostics.Reading.ENGINE_TORQUE;
import static rtk.apps.infotainment.diagnostics.Reading.FUEL_LEVEL;
import static rtk.apps.infotainment.diagnostics.Reading.FUEL_RATE;
import static rtk.apps.infotainment.diagnostics.Reading.INTAKE;
import static rtk.apps.infotainment.diagnostics.Reading.ODOMETER;
import static rtk.apps.infotainment.diagnostics.Reading.OIL;
import static rtk.apps.infotainment.diagnostics.Reading.OUTSIDE;
import static rtk.apps.infotainment.diagnostics.Reading.PEDAL;
import static rtk.apps.infotainment.diagnostics.Reading.SPEED;

import java.util.function.LongUnaryOperator;

/// The parameters of services 01 and 02 that come from one signal each, with the scaling of SAE J1979-DA.
enum Pid {
    /// Calculated load: here torque, as a part of the most the made-up engine has.
    LOAD(0x04, 1, ENGINE_TORQUE, milli -> percent(Math.max(0, milli) * 100 / 250)),
    COOLANT_TEMPERATURE(0x05, 1, COOLANT, Pid::celsius),
    ENGINE_RPM(0x0c, 2, ENGINE_SPEED, milli -> milli * 4 / 1_000),
    VEHICLE_SPEED(0x0d, 1, SPEED, milli -> milli / 1_000),
    INTAKE_TEMPERATURE(0x0f, 1, INTAKE, Pid::celsius),
    FUEL(0x2f, 1, FUEL_LEVEL, Pid::percent),
    /// In millivolts.
    VOLTAGE(0x42, 2, BATTERY, milli -> milli),
    AMBIENT_TEMPERATURE(0x46, 1, OUTSIDE, Pid::celsius),
    ACCELERATOR(0x49, 1, PEDAL, Pid::percent),
    OIL_TEMPERATURE(0x5c, 1, OIL, Pid::celsius),
    /// In twentieths of a litre an hour.
    FUEL_CONSUMPTION(0x5e, 2, FUEL_RATE, milli -> milli * 20 / 1_000),
    /// In tenths of a kilometre.
    DISTANCE(0xa6, 4, ODOMETER, milli -> milli / 100_000);

    private final int number;
    private final int bytes;
    private final Reading reading;
    private final LongUnaryOperator scaling;

    Pid(int number, int bytes, Reading reading, LongUnaryOperator scaling) {
        this.number = number;
        this.bytes = bytes;
        this.reading = reading;
        this.scaling = scaling;
    }

    int number() { return number; }

    int bytes() { return bytes; }

    boolean isKnown(Vehicle vehicle) { return vehicle.isKnown(reading); }

    /// What goes into its bytes; too large or small a value is that of the end of the scale.
    long value(Vehicle vehicle) {
        long most = (1L << (8 * bytes)) - 1;
        return Math.clamp(scaling.applyAsLong(vehicle.milli(reading)), 0, most);
    }

    /// @return null if there is no such one
    static Pid of(int number) {
        for (Pid pid : values()) {
            if (pid.number == number) return pid;
        }
        return null;
    }

    private static long celsius(long milli) { return Math.floorDiv(milli, 1_000) + 40; }

    private static long percent(long milli) { return milli * 255 / 100_000; }
}
