package rtk.apps.infotainment.diagnostics;

/// What can be read and written by data identifier (ISO 14229-1, annex C.1, for those of 0xF1…).
///
/// | identifier | bytes | what |
/// |---|---:|---|
/// | 0xF186 | 1 | session |
/// | 0xF187 | 16 | part number: here the calibration |
/// | 0xF18C | 10 | serial number |
/// | 0xF190 | 17 | vehicle identification number |
/// | 0xF195 | 4 | version of the software that runs |
/// | 0x0110 | 1 | units of the displays: 0 metric, 1 imperial; may be written |
/// | 0x2001, 0x2002, 0x2003 | 2 | engine speed in quarters of rpm, speed in hundredths of km/h, voltage in mV |
final class DataIdentifiers {
    static final int UNITS = 0x0110;

    private final Vehicle vehicle;
    private final Identity identity;
    private final Session session;
    private final Programmer programmer;
    private int units;

    DataIdentifiers(Vehicle vehicle, Identity identity, Session session, Programmer programmer) {
        this.vehicle = vehicle;
        this.identity = identity;
        this.session = session;
        this.programmer = programmer;
    }

    /// @return whether there is such an identifier; its value follows it in `answer`
    boolean read(int identifier, Bytes answer) {
        var value = new Bytes();
        boolean known = switch (identifier) {
            case 0xf186 -> put(value.put(session.current()));
            case 0xf187 -> put(value.put(identity.calibration(), 16, ' '));
            case 0xf18c -> put(value.put(identity.serial(), 10, ' '));
            case 0xf190 -> put(value.put(identity.vin(), 17, ' '));
            case 0xf195 -> put(value.put(programmer.version(), 4));
            case UNITS -> put(value.put(units));
            case 0x2001 -> live(Reading.ENGINE_SPEED, 4, value);
            case 0x2002 -> live(Reading.SPEED, 100, value);
            case 0x2003 -> live(Reading.BATTERY, 1_000, value);
            default -> false;
        };
        if (known) answer.put(identifier, 2).put(value.all());
        return known;
    }

    private static boolean put(Bytes value) { return value.length() > 0; }

    private boolean live(Reading reading, int perUnit, Bytes value) {
        if (!vehicle.isKnown(reading)) return false;
        value.put(Math.clamp(vehicle.milli(reading) * perUnit / 1_000, 0, 0xffff), 2);
        return true;
    }

    void write(int identifier, byte[] value) throws Refusal {
        if (identifier != UNITS) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        if (value.length != 1) throw new Refusal(Nrc.INCORRECT_LENGTH);
        if (value[0] < 0 || value[0] > 1) throw new Refusal(Nrc.REQUEST_OUT_OF_RANGE);
        units = value[0];
    }
}
