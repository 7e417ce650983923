/// Random task sets with a given utilisation, for studies and for tests. A seed says everything: the streams are our own and the
/// same on every machine (`StrictMath`, no host randomness).
package rtk.apps.verify.generate;
