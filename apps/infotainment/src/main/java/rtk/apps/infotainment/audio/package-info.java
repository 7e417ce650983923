/// Sound: one mixer that must never be late, and the streams that other services play through it.
///
/// ```
///  MediaPlayer ─┐   SoundRing, in shared memory           ┌─ at each end of a period (5.333 ms): interrupt
///  Tuner       ─┼─► written ─► ▓▓▓▓▓▓▓▓░░░░ ─► read ─► AudioMixer ─► SoundOutput, a ring of two periods
///  prompts     ─┤      ▲                                  │
///  phone       ─┘      └─────────── "there is room" ◄─────┘ an event, if the writer waits
///                 open, close, volume: messages to its second thread
/// ```
///
/// All sound is 48 kHz, two channels of 16 bits, little-endian.
package rtk.apps.infotainment.audio;
