/// Scenario files and what they become: a YAML file is read with positions, checked as a whole, bound to records, and assembled
/// into a simulated world.
package rtk.apps.scenario;
