/// The phone: a modem spoken to by AT commands (3GPP TS 27.007 and 27.005, ITU-T V.250) over a UART, and what others in the car hear of its calls.
///
/// ```
///   modem ── UART ── devc-ser ─► Phone ──► /pps/phone/call, /pps/phone/modem ──► audio, user interface
///                                 ▲ └── PhoneClient ── dial, answer, hang up
///                          Dialogue · Call
/// ```
///
/// | call | on | becomes |
/// |---|---|---|
/// | IDLE | RING | INCOMING |
/// | IDLE | dial | DIALLING |
/// | INCOMING | answer, then OK | ACTIVE |
/// | INCOMING | NO CARRIER, hang up, or no RING for 6 s | IDLE |
/// | DIALLING | the list of calls says alerting, active | ALERTING, ACTIVE |
/// | any | NO CARRIER, BUSY, NO ANSWER, hang up, or the list of calls is empty | IDLE |
///
/// [Dialogue] and [Call] know neither kernel nor line: lines in, lines out, time.
package rtk.apps.infotainment.phone;
