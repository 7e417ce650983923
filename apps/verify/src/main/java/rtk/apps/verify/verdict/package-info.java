/// Verdicts about a scenario: its requirements against what was simulated and searched, and what was simulated against what analysis bounds.
package rtk.apps.verify.verdict;
