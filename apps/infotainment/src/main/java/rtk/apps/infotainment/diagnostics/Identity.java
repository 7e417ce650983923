package rtk.apps.infotainment.diagnostics;

/// Who the control unit is and in which car.
///
/// @param vin vehicle identification number, 17 characters (ISO 3779)
/// @param name of the control unit, up to 20 characters
/// @param calibration of its software, up to 16 characters
/// @param serial number of the control unit
record Identity(String vin, String name, String calibration, String serial) {
    /// A made-up car.
    static final Identity SAMPLE = new Identity("RTKERNEL0SAMPLE01", "HU-HeadUnit", "RTK-COCKPIT-0001", "RTK0000042");

    Identity {
        if (!vin.matches("[A-HJ-NPR-Z0-9]{17}"))
            throw new IllegalArgumentException(
                    "found " + vin + ", expected a vehicle identification number: 17 of A-Z and 0-9 without I, O and Q");
    }

    Identity withVin(String newVin) { return new Identity(newVin, name, calibration, serial); }
}
