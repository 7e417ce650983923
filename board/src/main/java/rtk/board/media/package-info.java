/// What a head unit sees and hears by: a sound output, a display, a camera. Each has a clock of its own, by which it interrupts at the
/// end of each period of sound, frame of the display, frame of the camera.
///
/// They transfer by themselves (DMA). Modelled is when a buffer is done, and whether the program had the next one ready in time; what is in
/// the buffers, and the load of the transfers on the memory, are not.
package rtk.board.media;
