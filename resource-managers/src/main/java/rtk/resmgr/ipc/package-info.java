/// Resource managers that stand between programs: pipes and message queues.
package rtk.resmgr.ipc;
