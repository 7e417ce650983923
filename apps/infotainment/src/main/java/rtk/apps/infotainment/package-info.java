/// The services of the shipped scenario: a vehicle gateway, an instrument cluster and a navigation service, in ordinary blocking
/// style over the kernel calls; and the car around them: a restbus with a drive cycle and a satellite receiver.
///
/// ```
///  CAN ─ dev-can ─► VehicleGateway ◄── messages ── InstrumentCluster
///                                  ◄── messages ── Navigation ◄─ devc-ser ─ UART
/// ```
package rtk.apps.infotainment;
