/// The command line `rtk`: one class per verb, and what they share.
///
/// Results go to standard output, progress and complaints to standard error. Classes that are heavy to load are mentioned inside
/// methods only, so that a verb pays for what it uses.
package rtk.apps.cli;
