/// What a workshop's tester asks: OBD-II (SAE J1979) and UDS (ISO 14229-1) over ISO-TP, answered from the signals of the vehicle gateway.
///
/// ```
///   Tester ── CAN of the OBD socket ── dev-can ─► DiagnosticsService ── messages ──► VehicleGateway
///                                                  │            └───── messages ──► UpdateService
///                                       ObdServer · UdsServer
///                                                  │
///                                             TroubleCodes
/// ```
/// [ObdServer] and [UdsServer] know neither kernel nor bus: a request, the time, an answer.
package rtk.apps.infotainment.diagnostics;
