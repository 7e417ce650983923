/// Looks for the worst that a scenario allows: simulates it again and again with what it leaves open chosen otherwise.
///
/// What may be chosen is a [rtk.apps.verify.search.Choice]; a [rtk.apps.verify.search.Candidate] is a few of them chosen, which is a list of
/// `path=value` settings, so everything that is found can be run again from the command line.
package rtk.apps.verify.search;
