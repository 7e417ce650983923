package rtk.apps.infotainment.diagnostics;

/// The vehicle's latest values.
interface Vehicle {
    boolean isKnown(Reading reading);

    /// In thousandths of the signal's unit.
    long milli(Reading reading);

    /// How long ago it came.
    long ageNs(Reading reading);
}
