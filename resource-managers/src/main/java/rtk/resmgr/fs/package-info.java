/// File systems: one in memory, and one of a folder of the host.
package rtk.resmgr.fs;
