/// Resource managers for devices: CAN controllers, serial lines, and the two devices that are not there.
package rtk.resmgr.dev;
