package rtk.apps.scenario;

/// What comes from outside.
public sealed interface StimulusSpec {
    /// A candump -L log onto a bus, with its timing.
    ///
    /// @param file relative to the scenario
    /// @param interfaceName only frames of this interface of the log; null for all
    record CanReplay(String bus, String file, String interfaceName) implements StimulusSpec {}

    /// Bytes of a file into a UART.
    ///
    /// @param file relative to the scenario
    record UartFeed(String uart, String file) implements StimulusSpec {}

    /// The shipped restbus: frames of a car that drives, and its position as NMEA.
    ///
    /// @param uart null for no NMEA
    record Drive(String bus, String uart) implements StimulusSpec {}
}
