package rtk.apps.infotainment.climate;

/// The air of a cabin as one heat capacity: heater, compressor, sun and losses through the walls. In integers, µK and ms.
///
/// Figures of a compact car, assumed: 100 kJ/K, heater 6 kW, compressor 4 kW, losses 60 W/K, 1 m² of glass. Not a model of comfort.
final class CabinModel {
    private static final long JOULE_PER_KELVIN = 100_000;
    private static final long HEATER_W = 6_000;
    private static final long COMPRESSOR_W = 4_000;
    private static final long LOSS_W_PER_KELVIN = 60;

    private final long ambientMilli;
    private final long sunW;
    private long cabinMicro;

    /// @param cabinMilli at the start, in thousandths of a degree Celsius
    /// @param sunW per m²
    CabinModel(long cabinMilli, long ambientMilli, long sunW) {
        this.ambientMilli = ambientMilli;
        this.sunW = sunW;
        cabinMicro = cabinMilli * 1_000;
    }

    long cabinMilli() { return Math.floorDiv(cabinMicro, 1_000L); }

    long ambientMilli() { return ambientMilli; }

    long sunW() { return sunW; }

    /// Time passes.
    ///
    /// @param heat in thousandths, as `cool`
    void pass(long ms, int heat, int cool) {
        long watts = heat * HEATER_W / 1_000 - cool * COMPRESSOR_W / 1_000 + sunW
                - (cabinMilli() - ambientMilli) * LOSS_W_PER_KELVIN / 1_000;
        // W × ms are mJ, and 1 mJ in 1 J/K is 1 mK.
        cabinMicro += watts * ms * 1_000 / JOULE_PER_KELVIN;
    }
}
