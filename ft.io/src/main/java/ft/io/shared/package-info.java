/** The DMA/shared resource controller 122. */
package ft.io.shared;
