/// Where music comes from: a player that reads files, and a radio with its data system (RDS).
///
/// ```
///  file system ──► MediaPlayer: MpegFrame by MpegFrame ──┐
///                                                        ├─ SoundStream ──► mixer
///  tuner ── UART, RdsGroup by RdsGroup ──► Tuner ────────┘
/// ```
package rtk.apps.infotainment.media;
