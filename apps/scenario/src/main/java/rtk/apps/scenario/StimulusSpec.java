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

    /// For how long a contact bounces.
    long BOUNCE_NS = 5_000_000;

    /// A button on a pin of a GPIO port is pressed; the pin is high meanwhile.
    ///
    /// @param bounces at each change
    record Press(String gpio, int pin, long atNs, long forNs, int bounces) implements StimulusSpec {}

    /// The shipped restbus: frames of a car that drives, and its position as NMEA.
    ///
    /// @param uart null for no NMEA
    record Drive(String bus, String uart) implements StimulusSpec {}
}
