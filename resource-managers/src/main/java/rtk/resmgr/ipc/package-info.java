/// Resource managers that stand between programs: pipes, message queues, and publishing.
package rtk.resmgr.ipc;
