package rtk.apps.scenario;

import rtk.board.can.ReplayOptions;
import rtk.board.serial.FeedOptions;

/// What comes from outside.
public sealed interface StimulusSpec {
    /// A log of CAN frames onto a bus, with its timing unless the options change it.
    ///
    /// @param file relative to the scenario
    record CanReplay(String bus, String file, ReplayOptions options) implements StimulusSpec {}

    /// What a file holds into a UART: its bytes, or a recording with times.
    ///
    /// @param file relative to the scenario
    record UartFeed(String uart, String file, FeedOptions options) implements StimulusSpec {}

    /// A far end that answers what the UART sends, such as a modem.
    ///
    /// @param file the script, relative to the scenario
    record UartDialogue(String uart, String file) implements StimulusSpec {}

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
