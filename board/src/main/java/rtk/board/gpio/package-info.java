/// Pins: a port with registers, and what one hangs on it. A [rtk.board.gpio.Pin] is driven by the port or by the part outside.
package rtk.board.gpio;
