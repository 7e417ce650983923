/// Unit tests for programs of the simulated kernel, in JUnit: annotate a method with [RtkTest], take an [RtkWorld], start programs,
/// let time pass, assert.
///
/// ```java
/// @RtkTest
/// void theServerWorksAtTheClientsPriority(RtkWorld world) {
///     world.at(0, "server", 20, new Server());
///     world.at(Ns.ms(1), "client", 10, new Client());
///     world.run(Ns.ms(6));
///
///     assertEquals("""
///             server  20 |r##rrr
///             client  10 | pp#
///             """, world.timeline(Ns.ms(1)));
/// }
/// ```
package rtk.apps.testkit;
