package rtk.trace.analysis;

/// Hears of each sample as it ends, during the event that ends it.
@FunctionalInterface
public interface SampleListener {
    /// @param startNs not after `endNs`; where the sample begins, which may be before the event that opened it
    void sample(Series series, long startNs, long endNs);
}
