/// Bridges between a simulated world and the host: what is sent inside goes out, what comes from outside goes in. A run with a bridge is
/// not a function of its scenario: it says so, and writes down what came in and when, so that it can be had again.
///
/// The outside is a [rtk.apps.scenario.bridge.Outside]: it hands over and takes bytes without ever waiting. A
/// [rtk.apps.scenario.bridge.Bridge] is pumped between two steps of simulated time, at whose end what has come in meanwhile happens.
package rtk.apps.scenario.bridge;
