package rtk.trace.format;

/// How a log of bus traffic is written, frame by frame in the order of their ends.
interface FrameFormat {
    default void begin() {}

    void frame(BusFrame frame);

    /// A node found an error: the first of an attempt; further nodes that see the same are not told.
    default void error(long timeNs, String bus, int channel) {}

    default void end() {}
}
