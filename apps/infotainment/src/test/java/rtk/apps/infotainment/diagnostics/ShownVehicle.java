package rtk.apps.infotainment.diagnostics;

import java.util.EnumMap;
import java.util.Map;

/// A vehicle whose values a test sets.
final class ShownVehicle implements Vehicle {
    private final Map<Reading, Long> values = new EnumMap<>(Reading.class);
    private final Map<Reading, Long> ages = new EnumMap<>(Reading.class);

    ShownVehicle with(Reading reading, long milli) {
        values.put(reading, milli);
        return this;
    }

    ShownVehicle aged(Reading reading, long ns) {
        ages.put(reading, ns);
        return this;
    }

    @Override
    public boolean isKnown(Reading reading) { return values.containsKey(reading); }

    @Override
    public long milli(Reading reading) { return values.get(reading); }

    @Override
    public long ageNs(Reading reading) { return ages.getOrDefault(reading, 0L); }
}
