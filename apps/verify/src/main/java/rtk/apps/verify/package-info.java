/// Verdicts about scenarios: what analysis says, what simulation finds, and whether the two agree.
///
/// [rtk.apps.verify.Bounds] reads a scenario and gives the worst-case bound of each task and message. The analyses
/// themselves are in [rtk.apps.verify.bound] and know neither scenarios nor the simulator.
package rtk.apps.verify;
